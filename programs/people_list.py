"""HR's list of people: what to show of it, in which order, and how many there are. As quick for 20,000 as for 200."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet

from accounts.name_order import letters
from programs import addresses, participants
from programs.models import Participant, Program, WeeklyTime
from programs.querysets import ParticipantQuerySet

#: So many people are on a page.
PAGE = 50
#: More words than this make no name.
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What HR wants to see of the list; "" is no wish.

    ``status`` is one of STATUSES, ``side`` a Side, ``times`` "yes" or "no", ``mail`` "no" for addresses that take none,
    ``words`` parts of name or address, ``sort`` "name" or "status".
    """

    status: str = ""
    side: str = ""
    times: str = ""
    mail: str = ""
    department: str = ""
    place: str = ""
    words: str = ""
    sort: str = "name"

    @property
    def narrows(self) -> bool:
        """Whether it leaves people out, apart from the status."""
        return bool(self.side or self.times or self.mail or self.department or self.place or self.words)


def found(program: Program, wanted: Wanted) -> ParticipantQuerySet:
    """Return those people of a program that are wanted, in no order."""
    rows = _in_any_status(program, wanted)
    return rows.at(wanted.status) if wanted.status else rows


def counts(program: Program, wanted: Wanted) -> dict[str, int]:
    """Return the number of people per status that are wanted apart from their status, in one query."""
    return participants.counts(program, among=_in_any_status(program, wanted))


def page(program: Program, wanted: Wanted, *, count: int, number: str | None) -> Page:
    """Return a page of participants with ``membership`` and ``has_times``; ``count`` is the number of all wanted.

    Whatever is no number of a page is the nearest one that is.
    """
    rows = found(program, wanted)
    ordered = rows.by_status() if wanted.sort == "status" else rows.by_name()
    # Only keys are put in order: the rest is read for one page of people.
    shown = Counted(ordered.values_list("pk", flat=True), PAGE, count).get_page(number)
    keys = list(shown.object_list)
    people = program.participants.with_people().annotate(has_times=_has_times()).in_bulk(keys)
    shown.object_list = [people[key] for key in keys if key in people]
    return shown


def without_mail(program: Program, people: Iterable[Participant]) -> set[int]:
    """Return the keys of those whose address takes no mail, as far as HR may know."""
    rows = addresses.unreachable(program).filter(pk__in=[person.pk for person in people])
    return set(rows.values_list("pk", flat=True))


def values(program: Program) -> tuple[list[str], list[str]]:
    """Return the departments and the sites of the people of a program, each in order, in one query."""
    pairs = list(program.participants.values_list("membership__department", "membership__place").distinct())
    departments, places = ({pair[at] for pair in pairs} - {""} for at in (0, 1))
    return sorted(departments, key=letters), sorted(places, key=letters)


class Counted(Paginator):
    """Pages of rows whose number is known."""

    def __init__(self, rows: QuerySet, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


def _in_any_status(program: Program, wanted: Wanted) -> ParticipantQuerySet:
    rows = program.participants.all()
    if wanted.side:
        rows = rows.on(wanted.side)
    if wanted.department:
        rows = rows.filter(membership__department=wanted.department)
    if wanted.place:
        rows = rows.filter(membership__place=wanted.place)
    if wanted.times:
        rows = rows.filter(_has_times() if wanted.times == "yes" else ~_has_times())
    if wanted.mail:
        rows = rows.filter(pk__in=addresses.unreachable(program).values("pk"))
    for word in wanted.words.split()[:MOST_WORDS]:
        rows = rows.named(word)
    return rows


def _has_times() -> Exists:
    return Exists(WeeklyTime.objects.filter(membership=OuterRef("membership")))
