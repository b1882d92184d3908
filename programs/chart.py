"""The organisation chart from pairs of person and manager: lines upwards, trees downwards, circles and gaps. Pure.

Keys are whatever names a person; everybody has at most one manager. Nothing here is recursive, so that neither a deep
chart nor a circle can do harm.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Line(Generic[Key]):
    """Who stands above somebody, the direct manager first. ``known``: whether really nobody stands above the last."""

    keys: tuple[Key, ...]
    known: bool

    def known_up(self, depth: int | None) -> bool:
        """Whether it is known who stands up to ``depth`` steps above (None: anywhere)."""
        return self.known or (depth is not None and len(self.keys) >= depth)


@dataclass(frozen=True)
class Chart(Generic[Key]):
    """Everybody with their manager's key, or None; ``absent``: people whose manager is named, but is not here."""

    manager_of: Mapping[Key, Key | None]
    absent: Collection[Key] = field(default=frozenset())

    @cached_property
    def reports(self) -> Mapping[Key, list[Key]]:
        """Direct reports of everybody who has any."""
        found: dict[Key, list[Key]] = defaultdict(list)
        for key, manager in self.manager_of.items():
            if manager is not None:
                found[manager].append(key)
        return found

    @cached_property
    def tops(self) -> list[Key]:
        """People with reports for whom no manager is named."""
        return [key for key in self.reports if self.manager_of[key] is None and key not in self.absent]

    @cached_property
    def loose(self) -> list[Key]:
        """People who neither have a manager nor are one: nothing is known of where they stand."""
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

    def line(self, key: Key) -> Line[Key]:
        """Return who stands above somebody. Above a circle nobody knows, nor above a manager who is not here."""
        line: list[Key] = []
        met = {key}
        below, manager = key, self.manager_of[key]
        while manager is not None and manager not in met:
            met.add(manager)
            line.append(manager)
            below, manager = manager, self.manager_of[manager]
        on_top = manager is None and below not in self.absent and (bool(line) or key in self.reports)
        return Line(tuple(line), on_top)

    def around(self, keys: Iterable[Key]) -> "Chart[Key]":
        """Return the part that holds these people and whoever stands above them."""
        kept: dict[Key, Key | None] = {}
        for start in keys:
            key: Key | None = start
            while key is not None and key not in kept:
                kept[key] = self.manager_of[key]
                key = kept[key]
        return Chart(kept, self.absent)


def of(pairs: Iterable[tuple[Key, Key | None]], absent: Collection[Key] = frozenset()) -> Chart[Key]:
    """Return the chart of pairs of person and manager. Being one's own manager is having none above.

    Whoever is only named as a manager and has no pair of their own belongs into ``absent`` with their people.
    """
    return Chart({key: None if manager == key else manager for key, manager in pairs}, frozenset(absent))
