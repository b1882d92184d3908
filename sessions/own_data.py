"""What is kept here about a person: when they can meet, their calendars, and what they did about dates."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from programs.models import Tandem
from programs.own_data import Part
from sessions.calendars import feed_out
from sessions.models import (
    Absence,
    BookingKey,
    Busy,
    Delegate,
    Feed,
    MeetingRules,
    Note,
    PostponementChoice,
    ReminderChoice,
    Session,
    SessionChange,
    SessionReply,
    TimeRequest,
)
from sessions.times import absences
from ui import dates


def parts(membership: Membership) -> Iterable[Part]:
    """Yield everything; sessions stand in the file with their tandem, so here is only how many."""
    yield from _times(membership)
    yield from _calendars(membership)
    yield from _dates(membership)
    yield from _of_tandems(membership)


def _times(person: Membership) -> Iterable[Part]:
    away = list(Absence.objects.filter(person=person))
    rows = [{"from": row.begins, "until": row.ends} for row in away]
    yield Part("absences", _("Abwesenheiten"), rows, [absences.in_words(row) for row in away])
    rules = MeetingRules.objects.filter(person=person)
    asked = _plain(rules, "state", "notice", "before", "after", "per_day", "room")
    yield Part("rules", _("Regeln für Zeiten"), asked, [_("eigene Wahl")] if asked else [])
    chosen = ReminderChoice.objects.filter(person=person)
    names = (
        "day_before",
        "hour_before",
        "quiet_from",
        "quiet_until",
        "workdays_only",
        "bundle",
        "bundle_hour",
    )
    reminders = _plain(chosen, *names)
    yield Part("reminders", _("Erinnerungen"), reminders, [_("eigene Wahl")] if reminders else [])


def _calendars(person: Membership) -> Iterable[Part]:
    """Of a calendar's address only the server: the rest is a key to it."""
    feeds = list(Feed.objects.filter(person=person))
    rows = [
        {"server": feed.host, "added_at": feed.added_at, "last_read_at": feed.copied_at} for feed in feeds
    ]
    yield Part("calendars", _("Verbundene Kalender"), rows, [feed.host for feed in feeds])
    busy = Busy.objects.filter(person=person).order_by("starts_at", "pk")
    taken = [
        {"from": row.starts_at, "until": row.ends_at, "from_calendar": bool(row.feed_id)} for row in busy
    ]
    yield Part("busy_times", _("Belegte Zeiten"), taken)
    link = feed_out.of(person)
    on = [{"since": link.made_at, "last_fetched_on": link.used_on}] if link else []
    since = dates.words(link.made_at, "day_year", person.zone) if link else ""
    lines = [_("seit {day}").format(day=since)] if link else []
    yield Part("own_calendar", _("Umento im eigenen Kalender"), on, lines)


def _dates(person: Membership) -> Iterable[Part]:
    booked = Session.objects.filter(booked_by=person).order_by("booked_at")
    yield Part("booked", _("Selbst verabredete Sitzungen"), _plain(booked, "number", "booked_at"))
    changes = SessionChange.objects.filter(by=person).order_by("at")
    changed = _plain(changes, "session__number", "kind", "before", "after", "at", "is_delegated")
    yield Part("changes", _("Verschoben oder abgesagt"), changed)
    requests = TimeRequest.objects.filter(asked_by=person).order_by("asked_at")
    asked = _plain(
        requests, "number", "starts_at", "form", "place", "note", "asked_at", "state", "answered_at"
    )
    yield Part("time_requests", _("Angefragte Zeiten"), asked)
    replies = SessionReply.objects.filter(person=person).order_by("at")
    yield Part(
        "calendar_answers",
        _("Antworten aus dem Kalender"),
        _plain(replies, "session__number", "answer", "starts_at", "at"),
    )
    delegates = Delegate.objects.filter(person=person)
    known = _plain(delegates, "name", "added_at", "last_used_at")
    yield Part("delegates", _("Vertretung für Termine"), known, [row["name"] for row in known])
    keys = BookingKey.objects.filter(person=person).order_by("at")
    yield Part("sent_forms", _("Abgeschickte Formulare"), _plain(keys, "sentence", "at"))


def _of_tandems(person: Membership) -> Iterable[Part]:
    """That there are notes, not what they say: they belong to both. A mentor's choice after postponements is theirs."""
    tandems = {tandem.pk: tandem for tandem in Tandem.objects.of(person).with_people()}
    written = Note.objects.filter(tandem__in=tandems).order_by("tandem", "number")
    notes = [
        {
            "with": str(tandems[row.tandem_id].partner_of(person)),
            "session": row.number or None,
            "written_at": row.written_at,
        }
        for row in written
    ]
    count = len(notes)
    lines = [ngettext("eine Seite", "{count} Seiten", count).format(count=count)] if notes else []
    yield Part("notes", _("Notizen"), notes, lines)
    led = [tandem for tandem in tandems.values() if tandem.mentor.membership_id == person.pk]
    choices = PostponementChoice.objects.filter(tandem__in=led).order_by("at")
    yield Part("choices", _("Entschieden nach Verschiebungen"), _plain(choices, "chosen", "at"))


def _plain(rows: Any, *names: str) -> list[dict[str, Any]]:
    return list(rows.values(*names))
