"""The organisation chart from lines of person and manager: lines upwards, trees downwards, circles and gaps. Pure.

Keys are whatever names a person. Everybody has at most one manager, who gives the tree its shape, and any number of
further ones, as in a matrix organisation: upwards all lines count alike. Nothing here is recursive, so that neither a
deep chart nor a circle can do harm.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Line(Generic[Key]):
    """Who stands above somebody, each with the least number of steps that lead there, the nearest first.

    ``unknown_from``: so many steps up the first may stand whom nobody knows; None when everybody is known.
    """

    steps: Mapping[Key, int]
    unknown_from: int | None = None

    def within(self, depth: int) -> tuple[Key, ...]:
        """Return who stands up to ``depth`` steps above, the nearest first."""
        return tuple(key for key, steps in self.steps.items() if steps <= depth)

    def known_up(self, depth: int | None) -> bool:
        """Whether it is known who stands up to ``depth`` steps above (None: anywhere)."""
        return self.unknown_from is None or (depth is not None and self.unknown_from > depth)


@dataclass(frozen=True)
class Chart(Generic[Key]):
    """Everybody with their manager's key, or None.

    ``absent``: people of whose managers one is named, but is not here. ``further``: other managers than the first.
    """

    manager_of: Mapping[Key, Key | None]
    absent: Collection[Key] = field(default=frozenset())
    further: Mapping[Key, tuple[Key, ...]] = field(default_factory=dict)

    @cached_property
    def reports(self) -> Mapping[Key, list[Key]]:
        """Direct reports of everybody who has any, by the line that gives the tree its shape."""
        found: dict[Key, list[Key]] = defaultdict(list)
        for key, manager in self.manager_of.items():
            if manager is not None:
                found[manager].append(key)
        return found

    @cached_property
    def tops(self) -> list[Key]:
        """People with reports for whom no manager is named at all."""
        return [key for key in self.reports if not self.above(key) and key not in self.absent]

    @cached_property
    def loose(self) -> list[Key]:
        """People who neither have a manager nor are one: nothing is known of where they stand.

        A further manager does not say who the first one is.
        """
        return [
            key
            for key, manager in self.manager_of.items()
            if manager is None and key not in self.absent and key not in self.reports
        ]

    @cached_property
    def below(self) -> Mapping[Key, int]:
        """How many people stand below everybody. In a circle nobody stands below the others."""
        return self._peeled[0]

    @cached_property
    def height(self) -> Mapping[Key, int]:
        """How many steps lead down from everybody to the lowest one below."""
        return self._peeled[1]

    @cached_property
    def circles(self) -> list[tuple[Key, ...]]:
        """People who stand above themselves, each circle once and upwards."""
        found, seen = [], set()
        for start in self._peeled[2]:
            circle = []
            key: Key | None = start
            while key is not None and key not in seen:
                seen.add(key)
                circle.append(key)
                key = self.manager_of[key]
            if circle:
                found.append(tuple(circle))
        return found

    @cached_property
    def _peeled(self) -> tuple[dict[Key, int], dict[Key, int], list[Key]]:
        """Take people off from the lowest on, until only circles are left; count on the way."""
        below, height = dict.fromkeys(self.manager_of, 0), dict.fromkeys(self.manager_of, 0)
        waiting = {key: len(self.reports.get(key, ())) for key in self.manager_of}
        lowest = [key for key, number in waiting.items() if not number]
        while lowest:
            key = lowest.pop()
            manager = self.manager_of[key]
            if manager is None:
                continue
            below[manager] += below[key] + 1
            height[manager] = max(height[manager], height[key] + 1)
            waiting[manager] -= 1
            if not waiting[manager]:
                lowest.append(manager)
        return below, height, [key for key, number in waiting.items() if number]

    @cached_property
    def knots(self) -> list[frozenset[Key]]:
        """People who stand above one another by whichever lines, each such group once."""
        return [
            group for group in _groups({key: self.above(key) for key in self.manager_of}) if len(group) > 1
        ]

    @cached_property
    def knotted(self) -> frozenset[Key]:
        """Everybody who stands above themselves by whichever lines."""
        return frozenset().union(*self.knots)

    def round(self, knot: Collection[Key]) -> tuple[Key, ...]:
        """Return one shortest way through a knot that comes back to where it began, upwards."""
        start = min(knot, key=str)
        came_from: dict[Key, Key] = {}
        level = [start]
        while start not in came_from:
            found = [(boss, one) for one in level for boss in self.above(one) if boss in knot]
            level = [boss for boss, one in found if came_from.setdefault(boss, one) == one]
        way = [came_from[start]]
        while way[-1] != start:
            way.append(came_from[way[-1]])
        return tuple(reversed(way))

    def way_up(self, key: Key) -> tuple[Key, ...]:
        """Return who stands above somebody in the tree, as far as it does not come back."""
        way: dict[Key, None] = {}
        manager = self.manager_of[key]
        while manager is not None and manager != key and manager not in way:
            way[manager] = None
            manager = self.manager_of[manager]
        return tuple(way)

    def above(self, key: Key) -> tuple[Key, ...]:
        """Return all managers of somebody, the one of the tree first."""
        manager, further = self.manager_of[key], self.further.get(key, ())
        return further if manager is None else (manager, *further)

    def line(self, key: Key) -> Line[Key]:
        """Return who stands above somebody by whichever lines.

        Nobody knows who stands above those in a circle, nor above whoever has no manager and leads nobody; and a
        manager who is not here is not known at all.
        """
        steps, level = {key: 0}, [key]
        while level:
            bosses = {boss for one in level for boss in self.above(one)} - steps.keys()
            number, level = steps[level[0]] + 1, sorted(bosses, key=str)
            steps |= dict.fromkeys(level, number)
        circled = self.knotted if self._comes_back(steps) else frozenset[Key]()
        unknown = [number + 1 for one, number in steps.items() if one in circled or self._is_open(one)]
        del steps[key]
        return Line(steps, min(unknown, default=None))

    def _comes_back(self, steps: Mapping[Key, int]) -> bool:
        """Whether a line leads on to somebody no further up: without that there is no circle to look for."""
        return any(steps[boss] <= number for one, number in steps.items() for boss in self.above(one))

    def _is_open(self, key: Key) -> bool:
        """Whether somebody unknown may be the manager of this person."""
        return key in self.absent or (self.manager_of[key] is None and key not in self.reports)

    def around(self, keys: Iterable[Key]) -> "Chart[Key]":
        """Return the part that holds these people and whoever stands above them."""
        kept: dict[Key, Key | None] = {}
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in kept:
                kept[key] = self.manager_of[key]
                waiting.extend(self.above(key))
        return Chart(kept, self.absent, {key: self.further[key] for key in kept.keys() & self.further.keys()})


def _groups(above: Mapping[Key, Collection[Key]]) -> list[frozenset[Key]]:
    """Return everybody in groups in which each stands above each (Kosaraju's way)."""
    reports: dict[Key, list[Key]] = defaultdict(list)
    for key, bosses in above.items():
        for boss in bosses:
            reports[boss].append(key)
    met: set[Key] = set()
    finished = [key for start in above for key in _finished(start, above, met)]
    grouped: set[Key] = set()
    return [frozenset(group) for start in reversed(finished) if (group := _finished(start, reports, grouped))]


def _finished(start: Key, lines: Mapping[Key, Collection[Key]], met: set[Key]) -> list[Key]:
    """Return whoever is reached and was not met, in the order in which nothing is left to reach from them."""
    if start in met:
        return []
    met.add(start)
    finished, open_ones = [], [(start, iter(lines.get(start, ())))]
    while open_ones:
        key, following = open_ones[-1]
        unmet = next((one for one in following if one not in met), None)
        if unmet is None:
            finished.append(key)
            open_ones.pop()
        else:
            met.add(unmet)
            open_ones.append((unmet, iter(lines.get(unmet, ()))))
    return finished


def of(
    pairs: Iterable[tuple[Key, Key | None]],
    absent: Collection[Key] = frozenset(),
    further: Iterable[tuple[Key, Key]] = (),
) -> Chart[Key]:
    """Return the chart of pairs of person and manager, and of those of person and further manager.

    Being one's own manager is having none above. Whoever is only named as a manager and has no pair of their own
    belongs into ``absent`` with their people.
    """
    manager_of = {key: None if manager == key else manager for key, manager in pairs}
    others: dict[Key, dict[Key, None]] = defaultdict(dict)
    for key, manager in further:
        if manager not in (key, manager_of[key]):
            others[key][manager] = None
    return Chart(manager_of, frozenset(absent), {key: tuple(found) for key, found in others.items()})
