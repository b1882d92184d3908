"""Every mail about a time that is asked for: one function each. The texts are in ``templates/emails/request_*``.

None carries a calendar file: calendars get an entry only when both have agreed.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import translation

from accounts import languages
from accounts.models import Membership
from mail.outbox import Letter, absolute, enqueue
from sessions.models import TimeRequest
from sessions.times import offers, zones
from tenancy import clock
from ui import dates


def asked(request: TimeRequest, *, instead_of: TimeRequest | None = None) -> None:
    """Ask the other one. ``instead_of`` is the request that was closed in the same step."""
    person = request.asked
    with translation.override(languages.of_participant(person)):
        context = {
            "instead_of": instead_of and _moment(instead_of.starts_at, person),
            "was_own": instead_of is not None and instead_of.asked_by_id == person.pk,
        }
    _tell(request, "request.asked", person, not_after=request.answer_until, context=context)


def declined(request: TimeRequest) -> None:
    """Tell the asker that the time does not suit, with up to three that suit both."""
    person = request.asked_by
    with translation.override(languages.of_participant(person)):
        context = {"times": _best(request, person)}
    _tell(request, "request.declined", person, context=context)


def withdrawn(request: TimeRequest) -> None:
    """Tell the other one that there is nothing to answer any more."""
    _tell(request, "request.withdrawn", request.asked)


def expired(request: TimeRequest) -> None:
    """Tell both that the time to answer is over, and what holds now."""
    for person in request.tandem.members:
        _tell(request, "request.expired", person, context={"is_by": person.pk == request.asked_by_id})


def _tell(request: TimeRequest, kind: str, person: Membership, *, context: Any = None, **fields: Any) -> None:
    if not person.is_active:
        return
    language, partner = languages.of_participant(person), request.tandem.partner_of(person)
    with translation.override(language):
        facts = _facts(request, person)
    enqueue(
        Letter(
            kind=kind,
            about=f"request:{request.public_id}",
            recipient=person.email,
            language=language,
            context={
                "time_request": request,
                "person": person,
                "partner": partner,
                **facts,
                **(context or {}),
            },
            sender_name=languages.sender_name(person.organisation, language),
            reply_to=partner.email,  # an answer is meant for the other one, not for HR
            **fields,
        )
    )


def _facts(request: TimeRequest, person: Membership) -> dict[str, str]:
    """Return the times in words, and the addresses of the pages, in the active language and the person's zone."""
    moving = request.session if request.moves else None
    return {
        "when": dates.span(request.starts_at, request.ends_at, "long_year", person.zone),
        "short": dates.words(request.starts_at, "medium", person.zone),
        "clock": dates.clock(request.starts_at, person.zone),
        "zone": zones.name(ZoneInfo(person.zone), request.starts_at),
        "until": _moment(request.answer_until, person),
        "before": dates.span(moving.starts_at, moving.ends_at, "long_year", person.zone) if moving else "",
        "url": _address(request, "request_detail", time_request=request.public_id),
        "pick_url": _address(request, "session_move", number=request.number)
        if moving
        else _address(request, "session_book"),
    }


def _best(request: TimeRequest, person: Membership) -> list[str]:
    """Return the best common times in words."""
    moving = request.session if request.moves else None
    found = offers.find(request.tandem, viewer=person, now=clock.now(), moving=moving)
    length = timedelta(minutes=found.minutes)
    return [dates.span(best.starts_at, best.starts_at + length, "long", person.zone) for best in found.best]


def _moment(moment: datetime, person: Membership) -> str:
    return f"{dates.words(moment, 'long_year', person.zone)}, {dates.clock(moment, person.zone)}"


def _address(request: TimeRequest, name: str, **kwargs: Any) -> str:
    tandem = request.tandem
    parts = {"organisation": tandem.program.organisation.slug, "tandem": tandem.public_id, **kwargs}
    return absolute(reverse(f"sessions:{name}", kwargs=parts))
