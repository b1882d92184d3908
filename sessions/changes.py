"""What people change about dates: its limits, a row for each change, and how often a mentee postpones in a row."""

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from agreements import versions
from programs import tandems
from programs.models import Side, Tandem, TandemState
from sessions import letters, limits
from sessions.errors import BookingError
from sessions.limits import Limit
from sessions.models import ChangeKind, NextStep, PostponementChoice, Session, SessionChange, SessionState
from sessions.times import absences
from tenancy import clock
from ui import dates

#: From so many postponements in a row on the mentor is asked how to go on.
MANY = 2


def record(
    session: Session,
    *,
    by: Membership,
    kind: ChangeKind,
    after: datetime | None = None,
    is_agreed: bool = False,
    is_delegated: bool = False,
) -> SessionChange:
    """Write down that ``session``, as it still stands, is moved or cancelled; ``after`` is its new begin.

    Call it inside the transaction of the change. The second postponement in a row writes to the mentor alone.
    """
    tandem, now = session.tandem, clock.now()
    change = SessionChange.objects.create(
        session=session,
        at=now,
        by=by,
        side=cast(Side, tandem.side_of(by)),
        kind=kind,
        before=session.starts_at,
        after=after,
        is_late=now >= late_from(session),
        is_agreed=is_agreed,
        is_delegated=is_delegated,
    )
    row = run(tandem)
    if len(row) == MANY and row[-1] == change:
        letters.postponed(tandem, change)
    return change


def late_from(session: Session) -> datetime:
    """Return the instant from which it is late to move or cancel this session, by what the two have agreed upon."""
    people, first = session.tandem.members, session.starts_at - timedelta(days=31)
    off = absences.holidays_of(people, range(first.year, session.starts_at.year + 1))
    return limits.late_from(
        session.starts_at,
        _rule(session.tandem),
        zone=session.tzinfo,
        days_off={day for days in off.values() for day in days},
    )


def is_late(session: Session) -> bool:
    """Return whether cancelling this session now would be at short notice."""
    return clock.now() >= late_from(session)


def limit(session: Session, *, by: Membership) -> Limit | None:
    """Return what keeps this person's side from moving the session on its own, or None."""
    side = cast(Side, session.tandem.side_of(by))
    moves = session.changes.own_moves(side).count()
    return limits.find(now=clock.now(), late=late_from(session), moves=moves)


def refuse_limit(session: Session, *, by: Membership, is_delegated: bool = False) -> None:
    """Raise BookingError when this person's side cannot move the session on its own."""
    if sentence := refusal(session, by=by, is_delegated=is_delegated):
        raise BookingError(sentence)


def refusal(session: Session, *, by: Membership, is_delegated: bool = False) -> str:
    """Say why this person's side cannot move the session on its own, or ""; a delegate reads who still can."""
    found, late = limit(session, by=by), late_from(session)
    if not found:
        return ""
    sentence = {
        (Limit.LATE, False): _("Verschieben ging bis {moment}. Jetzt geht es nur noch gemeinsam."),
        (Limit.OFTEN, False): _(
            "Ihre Seite hat diese Sitzung schon dreimal verschoben. Jetzt geht es nur noch gemeinsam."
        ),
        (Limit.LATE, True): _("Verschieben ging bis {moment}. Jetzt kann es nur noch {name} selbst."),
        (Limit.OFTEN, True): _(
            "Diese Sitzung ist schon dreimal verschoben worden. Jetzt kann es nur noch {name} selbst."
        ),
    }[found, is_delegated]
    moment = f"{dates.words(late, 'long', by.zone)}, {dates.clock(late, by.zone)}"
    return sentence.format(moment=moment, name=by.name)


def run(tandem: Tandem) -> list[SessionChange]:
    """Return what the mentee's side has put off since the last session that was held, oldest first.

    A session that is over counts as held until somebody says that it fell through.
    """
    changes = SessionChange.objects.of(tandem).postponements()
    over = tandem.sessions.filter(
        state__in=[SessionState.HELD, SessionState.BOOKED], ends_at__lte=clock.now()
    )
    if held := over.order_by("ends_at").last():
        changes = changes.filter(at__gt=held.ends_at)
    return list(changes.order_by("at", "pk"))


def postponements(tandem: Tandem) -> int:
    """Return how often in a row the mentee's side has postponed."""
    return len(run(tandem))


def is_asked(tandem: Tandem, person: Membership) -> bool:
    """Return whether this person is to be asked how to go on: the mentor, once for each run of postponements."""
    if tandem.state != TandemState.ACTIVE or tandem.side_of(person) != Side.MENTOR:
        return False
    found = run(tandem)
    return len(found) >= MANY and not PostponementChoice.objects.filter(change__in=found).exists()


def choose(tandem: Tandem, *, by: Membership, chosen: NextStep) -> None:
    """Keep how the mentor goes on after postponements; a pause begins at once. Raises BookingError, ProgramError.

    Nobody else learns of the choice, nor that there was one.
    """
    with transaction.atomic():
        Tandem.objects.select_for_update(no_key=True).get(pk=tandem.pk)
        if not is_asked(tandem, by):
            raise BookingError(_("Diese Frage ist schon beantwortet."))
        PostponementChoice.objects.create(
            tandem=tandem, change=run(tandem)[-1], chosen=chosen, at=clock.now()
        )
        if chosen == NextStep.PAUSE:
            tandems.pause(tandem, by=by)


def _rule(tandem: Tandem) -> str:
    """Return what the two have agreed upon about cancelling, or ""."""
    agreement = versions.valid(tandem)
    voice = agreement and agreement.voices.first()
    return voice.position.answers.get("cancelling", "") if voice else ""
