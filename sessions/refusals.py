"""What booking, moving and asking refuse: each raises SlotTaken, SessionChanged or BookingError with a sentence."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Program, Tandem, TandemState
from sessions.errors import BookingError, SessionChanged, SlotTaken
from sessions.models import Busy, Session
from sessions.times import offers
from tenancy import clock
from ui import dates


def refuse_tandem(tandem: Tandem) -> None:
    """Refuse a tandem that does not run."""
    if tandem.state == TandemState.PAUSED:
        raise BookingError(_("Dieses Tandem ist pausiert. Termine gibt es wieder, sobald es weitergeht."))
    if tandem.state != TandemState.ACTIVE:
        raise BookingError(_("Dieses Tandem läuft gerade nicht."))


def refuse_time(
    tandem: Tandem, starts_at: datetime, by: Membership, *, besides: Session | None = None
) -> None:
    """Refuse what is past, outside of the program, or not free for both, ``besides`` the session to be moved."""
    ends_at = starts_at + timedelta(minutes=tandem.program.session_minutes)
    if starts_at <= clock.now():
        raise BookingError(_("Diese Zeit ist schon vorbei."))
    if offers.within(tandem.program, starts_at, ends_at) != (starts_at, ends_at):
        raise BookingError(_outside(tandem.program))
    taken = Busy.objects.of(tandem.members).between(starts_at, ends_at).besides(besides)
    if clash := taken.select_related("session", "request").order_by("pk").first():
        raise _taken(tandem, clash, by)


def refuse_number(tandem: Tandem, number: int | None) -> None:
    """Refuse when the other person was faster with this very session, or when all are taken."""
    rival = tandem.sessions.standing().filter(number=number).first()
    if rival:
        raise SlotTaken(_("Sitzung {number} ist inzwischen verabredet.").format(number=number), rival)
    count = tandem.program.session_count
    if tandem.sessions.next_number() > count:
        raise BookingError(_("Alle {count} Sitzungen des Programms sind schon vergeben.").format(count=count))


def refuse_changed(row: Session, revision: int | None) -> None:
    """Refuse a session that was changed after this person had looked at it."""
    if revision is not None and row.revision != revision:
        raise SessionChanged(_("Diese Sitzung ist inzwischen verschoben oder abgesagt worden."))


def refuse_begun(row: Session) -> None:
    """Refuse a session that is not booked or not ahead."""
    if not row.is_booked:
        raise BookingError(_("Diese Sitzung ist nicht mehr verabredet."))
    if not row.can_change(clock.now()):
        raise BookingError(_("Diese Sitzung hat schon begonnen."))


def _taken(tandem: Tandem, clash: Busy, by: Membership) -> SlotTaken:
    """Say whose time it is: one's own, or the other person's without any detail."""
    if clash.session and clash.session.tandem_id == tandem.pk:
        sentence = _("Für diese Zeit ist schon Sitzung {number} verabredet.").format(
            number=clash.session.number
        )
        return SlotTaken(sentence, clash.session)
    if clash.request and clash.request.tandem_id == tandem.pk:
        return SlotTaken(_("Diese Zeit ist schon angefragt."))
    if clash.person_id == by.pk:
        return SlotTaken(_("Zu dieser Zeit ist schon etwas anderes verabredet."))
    partner = tandem.partner_of(by).first_name
    if clash.feed_id:
        return SlotTaken(_("Diese Zeit passt bei {partner} nicht.").format(partner=partner))
    return SlotTaken(_("Diese Zeit ist bei {partner} gerade vergeben worden.").format(partner=partner))


def _outside(program: Program) -> str:
    first, last = (dates.words(day, "day_year") for day in (program.starts_on, program.ends_on) if day)
    return _("Das Programm geht vom {first} bis zum {last}.").format(first=first, last=last)
