"""When people are away, and what they ask of every time."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import holidays
from accounts.models import Membership
from sessions.errors import TimesError
from sessions.models import Absence, MeetingRules
from ui import dates

#: Far more than a year's holidays, and few enough for a page.
MOST = 60


def add(person: Membership, *, begins: datetime, ends: datetime) -> Absence:
    """Write that somebody is away from one wall time to another (naive, in their zone). Raises TimesError."""
    with transaction.atomic():
        Membership.objects.select_for_update(no_key=True).get(pk=person.pk)
        if Absence.objects.filter(person=person).count() >= MOST:
            raise TimesError(
                _("Mehr als {count} Abwesenheiten lassen sich nicht eintragen.").format(count=MOST)
            )
        return Absence.objects.create(person=person, begins=_stored(begins), ends=_stored(ends))


def of(people: Iterable[Membership], *, since: datetime) -> list[Absence]:
    """Return the absences of these people that are not over at an instant, by begin."""
    # A day to spare covers every zone.
    return list(Absence.objects.filter(person__in=people, ends__gt=_stored(since - timedelta(days=1))))


def in_words(absence: Absence) -> str:
    """Return "24. Dezember bis 2. Januar", "am 24. Dezember", "24. Dezember, 9:00 bis 12:00"."""
    begins, ends = absence.wall
    if begins.time() == ends.time() == time():
        return _days(begins.date(), ends.date() - timedelta(days=1))
    if begins.date() == ends.date():
        return _("{day}, {starts} bis {ends} Uhr").format(
            day=dates.words(begins.date(), "day_year"), starts=f"{begins:%H:%M}", ends=f"{ends:%H:%M}"
        )
    return _("{first}, {starts} Uhr bis {last}, {ends} Uhr").format(
        first=dates.words(begins.date(), "day_year"),
        starts=f"{begins:%H:%M}",
        last=dates.words(ends.date(), "day_year"),
        ends=f"{ends:%H:%M}",
    )


def rules(people: Collection[Membership]) -> dict[int, MeetingRules]:
    """Return what each of these people asks of a time, by their keys; the defaults for those who never chose."""
    known = {row.person_id: row for row in MeetingRules.objects.filter(person__in=people)}
    return {person.pk: known.get(person.pk) or MeetingRules(person=person) for person in people}


def set_rules(person: Membership, **fields: Any) -> None:
    """Write what somebody asks of every session: state, notice, before, after, per_day, room."""
    MeetingRules.objects.update_or_create(person=person, defaults=fields)


def holidays_of(
    people: Sequence[Membership], years: Collection[int], known: dict[int, MeetingRules] | None = None
) -> dict[int, dict[date, str]]:
    """Return the holidays where each of these people of one organisation works, by their keys.

    Names are in the language of the page. ``known`` are their rules, where somebody has read them already.
    """
    language = "de" if dates.german() else "en"
    asked, house = known or rules(people), people[0].organisation.state
    return {person.pk: holidays.of(asked[person.pk].state or house, years, language) for person in people}


def _stored(wall: datetime) -> str:
    return wall.strftime("%Y-%m-%dT%H:%M")


def _days(first: date, last: date) -> str:
    if first == last:
        return dates.words(first, "day_year")
    return _("{first} bis {last}").format(
        first=dates.words(first, "day_year"), last=dates.words(last, "day_year")
    )
