"""The organisation chart of a program as HR reads it: what is wrong first, then one branch with names.

Who stands on it: everybody on the program's list, and whoever stands above them. Names are read for the page alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from accounts.name_order import letters
from programs import guard
from programs.chart import Chart
from programs.models import AbsentManager, Measure, Participant, Program, SecondLine

#: Names of a problem, and people of the second step on a page.
NAMED = 20
#: So many people of an absent manager are named.
FEW = 3
CIRCLE = gettext_lazy("Kreis in den Führungslinien")
IN_A_CIRCLE = gettext_lazy(
    "Jede dieser Personen steht über sich selbst. Bei mindestens einer stimmt die Führungskraft nicht. "
    "Wer darüber steht, kann nicht geprüft werden. Berichtigen Sie die Liste und laden Sie sie noch einmal hoch."
)
ABSENT = gettext_lazy("Führungskräfte, die in keiner Liste stehen")
NOT_HERE = gettext_lazy(
    "Wer darüber steht, kann nicht geprüft werden. "
    "Nehmen Sie diese Führungskräfte in die Liste auf und laden Sie sie noch einmal hoch."
)
LOOSE = gettext_lazy("Ohne Führungskraft")
WITHOUT_MANAGER = gettext_lazy(
    "Für diese Personen ist keine Führungskraft angegeben: Regeln zur Berichtslinie können nicht geprüft werden. "
    "Ergänzen Sie die Spalte in der Liste und laden Sie sie noch einmal hoch."
)
NO_LEVEL = gettext_lazy("Ohne Karrierestufe")
NO_YEARS = gettext_lazy("Ohne Zahl der Berufsjahre")
WITHOUT_MEASURE = gettext_lazy(
    "Der Abstand kann nicht geprüft werden. "
    "Ergänzen Sie die Spalte in der Liste und laden Sie sie noch einmal hoch."
)
TOPS = gettext_lazy("Mehrere Spitzen")
SEVERAL_TOPS = gettext_lazy(
    "Diese Personen führen andere und haben selbst keine Führungskraft. Stimmt das, ist nichts zu tun. "
    "Sonst fehlt ihre Führungskraft in der Liste."
)


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody on the chart.

    ``people`` stand below; ``reports`` are the first of those directly below, and ``more`` are not among them.
    ``further``: the names of further managers.
    """

    key: str
    name: str
    title: str
    people: int
    takes_part: bool
    reports: "list[Node]" = field(default_factory=list)
    more: int = 0
    further: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What the chart lacks, what to do about it, whom it is about, and how many more; ``lines``: one line for each."""

    title: str
    advice: str
    names: list[str]
    more: int = 0
    lines: bool = False


@dataclass(frozen=True)
class Page:
    """One branch: the way down to it, its head (None at the top), and the keys of those directly below."""

    program: Program
    house: Chart[str]
    part: Chart[str]
    inside: frozenset[str]
    path: tuple[str, ...]
    head: str | None
    below: Sequence[str]

    @property
    def people(self) -> int:
        return len(self.part.manager_of)

    @property
    def steps(self) -> int:
        """How many steps lead from the top to the lowest one."""
        return max(self.part.height.values(), default=0)


def page(program: Program, branch: str = "") -> Page | None:
    """Return the branch below somebody on the chart, the top for ""; None for somebody who is not on it."""
    house = guard.chart_of_house()
    members = Participant.objects.filter(program=program).order_by()
    inside = frozenset(members.values_list("membership__public_id", flat=True))
    part = house.around(inside)
    if branch and branch not in part.manager_of:
        return None
    path = tuple(reversed(part.way_up(branch))) if branch else ()
    keys = part.reports.get(branch, []) if branch else _heads(part)
    largest_first = sorted(keys, key=lambda key: (-part.below[key], key))
    return Page(program, house, part, inside, path, branch or None, largest_first)


def _heads(part: Chart[str]) -> list[str]:
    """Where a way down begins: the tops, managers whose own manager is not here, and everybody in a circle."""
    cut = [key for key in part.reports if part.manager_of[key] is None and key not in part.tops]
    return [*part.tops, *cut, *(key for circle in part.circles for key in circle)]


def nodes(shown: Page, keys: Sequence[str]) -> list[Node]:
    """Return people of a page with the first ones directly below each. One query."""
    circled = {key for circle in shown.part.circles for key in circle}
    under = {
        key: [one for one in shown.part.reports.get(key, []) if one not in circled]
        for key in (*keys, *([shown.head] if shown.head else []))
    }
    first = {
        key: sorted(found, key=lambda one: (-shown.part.below[one], one))[:NAMED]
        for key, found in under.items()
    }
    shown_ones = [*keys, *(one for key in keys for one in first[key])]
    people = _people([*shown_ones, *(boss for one in shown_ones for boss in shown.part.further.get(one, ()))])
    return [
        _node(
            shown,
            people,
            key,
            [_node(shown, people, one) for one in first[key]],
            len(under[key]) - len(first[key]),
        )
        for key in keys
        if key in people
    ]


def _node(
    shown: Page,
    people: Mapping[str, tuple[str, str]],
    key: str,
    reports: list[Node] | None = None,
    more: int = 0,
) -> Node:
    name, title = people.get(key, ("", ""))
    further = ", ".join(people[boss][0] for boss in shown.part.further.get(key, ()) if boss in people)
    return Node(key, name, title, shown.part.below[key], key in shown.inside, reports or [], more, further)


def also(shown: Page) -> list[Node]:
    """Return the first of those who report to the head of the page by a further line. One query."""
    if not shown.head:
        return []
    keys = [key for key, bosses in shown.part.further.items() if shown.head in bosses]
    people = _people(keys)
    found = sorted(people, key=lambda key: (letters(people[key][0]), key))
    return [_node(shown, people, key) for key in found[:NAMED]]


def way(shown: Page) -> list[Node]:
    """Return the people from the top down to the head of the page, the head included."""
    keys = [*shown.path, *([shown.head] if shown.head else [])]
    people = _people(keys)
    return [_node(shown, people, key) for key in keys]


def _people(keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = Membership.objects.filter(public_id__in=set(keys)).order_by()
    return {
        key: (name, title or department)
        for key, name, title, department in rows.values_list("public_id", "name", "job_title", "department")
    }


def problems(shown: Page) -> list[Problem]:
    """Return what keeps rules from being checked, the gravest first. A handful of queries, however many people."""
    loose = [key for key in shown.house.loose if key in shown.inside]
    tops = shown.part.tops if len(shown.part.tops) > 1 else []
    circles = [shown.part.round(knot) for knot in shown.part.knots[:NAMED]]
    people = _people([*(key for circle in circles for key in circle), *loose[:NAMED], *tops[:NAMED]])
    names = {key: name for key, (name, _title) in people.items()}
    by_level = shown.program.measure == Measure.LEVEL
    unmeasured = _unmeasured(shown.program)
    return [
        *(_circle(circle, names) for circle in circles),
        *_absent(shown),
        *_listed(LOOSE, WITHOUT_MANAGER, [names[key] for key in loose[:NAMED]], len(loose)),
        *_listed(NO_LEVEL if by_level else NO_YEARS, WITHOUT_MEASURE, unmeasured[:NAMED], len(unmeasured)),
        *_listed(TOPS, SEVERAL_TOPS, [names[key] for key in tops[:NAMED]], len(tops)),
    ]


def _circle(circle: Sequence[str], names: Mapping[str, str]) -> Problem:
    named = [names[key] for key in circle[:NAMED]]
    return Problem(str(CIRCLE), str(IN_A_CIRCLE), [" → ".join([*named, named[0]])], lines=True)


def _absent(shown: Page) -> list[Problem]:
    """Managers who are named, but are no members of the house, each with their people."""
    people: dict[str, list[str]] = defaultdict(list)
    found = [*_named(AbsentManager.objects.all()), *_named(SecondLine.objects.filter(manager=None))]
    for email, key, name in sorted(found, key=lambda line: (line[0], letters(line[2]), line[1])):
        if key in shown.part.manager_of:
            people[email or _("eine gelöschte Person")].append(name)
    if not people:
        return []
    lines = [
        _("{email}, Führungskraft von {names}").format(email=email, names=_some(names))
        for email, names in list(people.items())[:NAMED]
    ]
    return [Problem(str(ABSENT), str(NOT_HERE), lines, max(0, len(people) - NAMED), lines=True)]


def _named(rows: Any) -> Iterable[tuple[str, str, str]]:
    """Return the address of each absent manager, with key and name of whom they lead."""
    found: Iterable[tuple[str, str, str]] = rows.values_list(
        "email_norm", "membership__public_id", "membership__name"
    )
    return found


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:FEW])
    return (
        shown if len(names) <= FEW else _("{names} und {n} weiteren").format(names=shown, n=len(names) - FEW)
    )


def _unmeasured(program: Program) -> list[str]:
    column = "level" if program.measure == Measure.LEVEL else "experience_years"
    rows = Participant.objects.filter(program=program, **{f"membership__{column}": None})
    return list(rows.order_by("membership__name_order", "pk").values_list("membership__name", flat=True))


def _listed(title: Any, advice: Any, names: list[str], total: int) -> list[Problem]:
    return [Problem(f"{title}: {total}", str(advice), names, total - len(names))] if total else []
