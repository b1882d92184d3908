"""How the fit is spread over places, languages and working forms, without showing small groups.

Every property puts each person of a side into exactly one group, so that all that can be worked out from what is
shown are unions of groups. What is not shown is therefore at least two groups and `minimum` people together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from statistics import fmean, median

from matching.engine.model import SIDES, Person, Problem
from matching.engine.result import Breakdown, Explanation, Group, Spread

MINIMUM = 5
Values = tuple[str, ...]

PROPERTIES: Mapping[str, Callable[[Person], Values]] = {
    "place": lambda person: (person.place,) if person.place else (),
    "language": lambda person: tuple(sorted(person.languages)),
    "form": lambda person: (person.form,) if person.form else (),
}


def spread_of(problem: Problem, pairs: Collection[Explanation], minimum: int = MINIMUM) -> Spread:
    """Everybody who takes part by place, languages (all that a person speaks, together) and form, side by side.

    A person's fit is the mean over their tandems. A group is shown if it has at least `minimum` people, and at least
    as many with a tandem, or none: a mean over fewer would tell on single people.
    """
    fits = defaultdict(list)
    for pair in pairs:
        fits["mentor", pair.mentor].append(pair.fit)
        fits["mentee", pair.mentee].append(pair.fit)
    own = {
        (p.side, p.key): fmean(fits[p.side, p.key]) if fits[p.side, p.key] else None for p in problem.people
    }
    return Spread(
        minimum,
        tuple(
            _breakdown(
                side,
                by,
                [(PROPERTIES[by](p), own[side, p.key]) for p in problem.on(side) if p.takes_part],
                minimum,
            )
            for side in SIDES
            for by in PROPERTIES
        ),
    )


def _breakdown(side: str, by: str, people: Sequence[tuple[Values, float | None]], minimum: int) -> Breakdown:
    members = defaultdict(list)
    for values, fit in people:
        members[values].append(fit)
    shown, hidden = divided([_group(values, members[values]) for values in sorted(members)], minimum)
    whole = _group((), [fit for _, fit in people])
    return Breakdown(side, by, whole if presentable([whole], minimum) else None, tuple(shown), len(hidden))


def _group(values: Values, fits: Sequence[float | None]) -> Group:
    known = [fit for fit in fits if fit is not None]
    return Group(
        values, len(fits), len(known), fmean(known) if known else None, median(known) if known else None
    )


def divided(groups: Sequence[Group], minimum: int) -> tuple[list[Group], list[Group]]:
    """Groups to show, the largest first, and groups to hide.

    Whatever is hidden can be had in one sum, as the whole less what is shown. So further groups, the smallest
    first, are hidden until that sum may be shown itself.
    """
    ranked = sorted(groups, key=lambda group: (-group.people, group.values))
    shown = [group for group in ranked if presentable([group], minimum)]
    hidden = [group for group in ranked if not presentable([group], minimum)]
    while shown and hidden and not presentable(hidden, minimum):
        hidden.append(shown.pop())
    return shown, hidden


def presentable(groups: Sequence[Group], minimum: int) -> bool:
    """Whether these groups, taken together, are large enough to be shown."""
    people, paired = sum(group.people for group in groups), sum(group.paired for group in groups)
    return people >= minimum and (paired >= minimum or paired == 0)
