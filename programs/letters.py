"""Every mail about programs and tandems: one function each. The texts are in ``templates/emails``.

HR must not see to whom, or whether, any of these went out, except what follows from its own steps or from a running
tandem: invitations, the question to the mentor, who is asked first, and the beginning of a tandem. Who else was asked,
reminded or told of an end would say who said no.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import languages
from accounts.invitations import LIFETIME
from accounts.models import Membership
from mail.outbox import Letter, absolute, enqueue, render
from programs import anonymous, wording
from programs.models import (
    HelpRequest,
    JoiningRequest,
    NudgeStep,
    Participant,
    Program,
    Side,
    Standing,
    Tandem,
)


def invitation(
    participant: Participant,
    *,
    token: str,
    expires_at: datetime,
    nominated_by: str = "",
    line: str = "",
    **fields: Any,
) -> Letter:
    """Return the invitation to a program. The body holds the token, and who suggested the person with what words.

    ``fields`` are more of ``Letter``.
    """
    letter = _to_join("program.invitation", participant, token=token, not_after=expires_at, **fields)
    letter.context.update(nominated_by=nominated_by, line=line)
    return letter


def preview_invitation(participant: Participant, now: datetime) -> tuple[str, str]:
    """Return subject and text of the invitation this person would get, with a link that leads nowhere."""
    letter = invitation(participant, token="einladung", expires_at=now + LIFETIME)  # noqa: S106 - a word
    subject, text, _html = render(letter)
    return subject, text


def reminder(participant: Participant, *, token: str, expires_at: datetime, batch: str = "") -> Letter:
    """Return the one reminder of an invitation."""
    return _to_join("program.reminder", participant, token=token, not_after=expires_at, batch=batch)


def joining(request: JoiningRequest) -> Letter:
    """Return the mail with the way in for an address that somebody typed, at most one a day. It names nobody."""
    program = request.program
    language = languages.for_participant(request.language, program.organisation)
    return Letter(
        kind="program.joining",
        about=f"joining:{program.public_id}",
        revision=request.asked_at.date().toordinal(),
        recipient=request.email,
        language=language,
        sender_name=languages.sender_name(program.organisation, language),
        reply_to=program.contact.email if program.contact else "",
        sensitive=True,
        not_after=request.expires_at,
        context={
            "program": program,
            "organisation": program.organisation,
            "url": absolute(reverse("programs:join_confirm", kwargs={"token": request.token})),
            "until": request.expires_at.astimezone(ZoneInfo(program.organisation.zone)).date(),
        },
    )


def proposal_to_mentor(tandem: Tandem, *, until: datetime) -> None:
    """Ask the mentor, who decides before the mentee learns of the tandem.

    It leaves for every tandem that HR publishes, before any answer, so HR may learn of a bounce.
    """
    _propose(tandem, "tandem.proposal_mentor", tandem.mentor, until, told=True)


def proposal_to_mentee(tandem: Tandem, *, until: datetime) -> None:
    """Ask the mentee, after the mentor's yes."""
    _propose(tandem, "tandem.proposal_mentee", tandem.mentee, until)


def proposal_reminder(tandem: Tandem, side: Side, *, until: datetime) -> None:
    """Remind one of the two of the question, once. Nobody else can see that it went out, or did not."""
    participant = tandem.mentor if side == Side.MENTOR else tandem.mentee
    _propose(tandem, "tandem.proposal_reminder", participant, until)


def confirmed(tandem: Tandem) -> None:
    """Tell both that they are a tandem, with the way to their first session."""
    for participant in (tandem.mentor, tandem.mentee):
        _tell(tandem, "tandem.confirmed", participant, url=_url("sessions:session_book", tandem), told=True)


def not_formed(tandem: Tandem) -> None:
    """Tell whoever had been asked that nothing came of it: the same words after a no and after silence."""
    asked = [tandem.mentor, tandem.mentee] if tandem.mentor_accepted_at else [tandem.mentor]
    for participant in asked:
        _tell(tandem, "tandem.not_formed", participant, url=_url("programs:tandem_accept", tandem))


def ended(tandem: Tandem) -> None:
    """Tell both that the tandem is over: the same words, whoever ended it."""
    for participant in (tandem.mentor, tandem.mentee):
        _tell(tandem, "tandem.ended", participant, url=_home(tandem))


def nudge(tandem: Tandem, *, step: int, since: datetime) -> None:
    """Tell both of a silent tandem how to find a time; the last step offers help. Once for each silence."""
    kind, page = ("tandem.nudge", "sessions:session_book")
    if step == NudgeStep.HELP:
        kind, page = ("tandem.help_offer", "programs:tandem_help")
    number = since.date().toordinal() * 10 + step
    for participant in (tandem.mentor, tandem.mentee):
        if not participant.quiet:
            _tell(
                tandem,
                kind,
                participant,
                url=_url(page, tandem),
                revision=number,
                again=step == NudgeStep.SECOND,
            )


def help_asked(request: HelpRequest, *, to: Membership, until: date) -> None:
    """Tell somebody who runs the program that help is asked for. Neither who, nor about what, stands in the mail."""
    program = request.tandem.program
    kwargs = {
        "organisation": program.organisation.slug,
        "program": program.public_id,
        "tandem": request.tandem.public_id,
    }
    letter = Letter(
        kind="program.help_asked",
        about=f"help:{request.public_id}",
        recipient=to.email,
        language=to.language,
        context={
            "person": to,
            "program": program,
            "organisation": program.organisation,
            "until": until,
            "url": absolute(reverse("programs:hr_tandem_detail", kwargs=kwargs)),
        },
        sender_name=languages.sender_name(program.organisation, to.language),
    )
    enqueue(letter)


def _to_join(kind: str, participant: Participant, *, token: str, **fields: Any) -> Letter:
    program, person = participant.program, participant.membership
    until = fields["not_after"].astimezone(person.tzinfo).date()
    return Letter(
        kind=kind,
        about=f"participant:{participant.public_id}",
        sensitive=True,
        context={
            "participant": participant,
            "person": person,
            "program": program,
            "organisation": program.organisation,
            "url": absolute(reverse("programs:invitation", kwargs={"token": token})),
            "until": until,
            "words": wording.for_participant(kind, participant, until=until),
        },
        **_envelope(program, person),
        **fields,
    )


def _propose(
    tandem: Tandem, kind: str, participant: Participant, until: datetime, *, told: bool = False
) -> None:
    person = participant.membership
    other = tandem.other_of(person)
    with translation.override(languages.of_participant(person)):
        about = anonymous.line(other)
        facts = anonymous.reasons_for(tandem, participant.side, zone=person.zone)
    last_day = until.astimezone(ZoneInfo(tandem.program.organisation.zone)).date()
    _tell(
        tandem,
        kind,
        participant,
        side=participant.side,
        line=about,
        topics=anonymous.topics(other),
        reasons=facts,
        until=last_day,
        url=_url("programs:tandem_accept", tandem),
        not_after=until,
        told=told,
    )


def _tell(
    tandem: Tandem,
    kind: str,
    participant: Participant,
    *,
    not_after: datetime | None = None,
    revision: int = 0,
    told: bool = False,
    **context: Any,
) -> None:
    # Who left was promised that no more mail comes; whose access ended gets none either.
    if participant.standing == Standing.LEFT or not participant.membership.is_active:
        return
    person = participant.membership
    shared = {"program": tandem.program, "organisation": tandem.program.organisation, "person": person}
    # Before both have agreed, no template can let a name slip.
    names = {"partner": tandem.partner_of(person)} if tandem.started_at else {}
    if kind in wording.EDITABLE:
        context["words"] = wording.for_participant(
            kind, participant, until=context.get("until"), again=context.get("again", False), **names
        )
    letter = Letter(
        kind=kind,
        about=f"tandem:{tandem.public_id}",
        context=shared | names | context,
        not_after=not_after,
        revision=revision,
        told=told,
        **_envelope(tandem.program, person),
    )
    enqueue(letter)


def _envelope(program: Program, person: Membership) -> dict[str, Any]:
    language = languages.of_participant(person)
    with translation.override(language):
        sender = _("{organisation} über Umento").format(organisation=program.organisation)
    return {
        "recipient": person.email,
        "language": language,
        "sender_name": sender,
        "reply_to": program.contact.email if program.contact else "",
    }


def _url(name: str, tandem: Tandem) -> str:
    kwargs = {"organisation": tandem.program.organisation.slug, "tandem": tandem.public_id}
    return absolute(reverse(name, kwargs=kwargs))


def _home(tandem: Tandem) -> str:
    return absolute(reverse("programs:home", kwargs={"organisation": tandem.program.organisation.slug}))
