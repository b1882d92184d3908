"""Who stands above somebody, step by step, along all lines of a matrix organisation at once.

A line is a sequence of steps, the direct managers first. A step is the key of one manager, or the sorted keys of
several; everybody stands on the least step that leads to them. No key is empty, so that it can stand for somebody whom
nobody knows: from a step that holds UNKNOWN_ABOVE on it is not known who else stands there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

Step = str | tuple[str, ...]
Line = tuple[Step, ...]

UNKNOWN_ABOVE = ""


def canonical(line: Iterable[str | Iterable[str]]) -> Line:
    """The line in its one spelling: a step of one is that one, a step of several is sorted."""
    return tuple(step if isinstance(step, str) else _step(step) for step in line)


def _step(keys: Iterable[str]) -> Step:
    found = tuple(sorted(set(keys)))
    return found[0] if len(found) == 1 else found


def keys_of(step: Step) -> tuple[str, ...]:
    return (step,) if isinstance(step, str) else step


def above(line: Line | None, depth: int | None = None) -> list[str]:
    """Everybody known to stand up to `depth` steps above (None: anywhere), the nearest first."""
    return [key for step in (line or ())[:depth] for key in keys_of(step) if key != UNKNOWN_ABOVE]


def steps_to(line: Line | None, key: str) -> int | None:
    """How many steps lead up to somebody, None if none do."""
    return next((number for number, step in enumerate(line or (), 1) if key in keys_of(step)), None)


def known_up(line: Line | None, depth: int | None) -> bool:
    """Whether it is known who stands up to `depth` steps above (None: anywhere)."""
    return line is not None and not any(UNKNOWN_ABOVE in keys_of(step) for step in line[:depth])


def reporting_line(key: str, managers_of: Mapping[str, Step | None]) -> Line:
    """The line of one person, from the manager or managers of everybody.

    Managers of None, or being one's own, is nobody above. Above a manager who is not in `managers_of` nobody is known,
    nor above anybody in a circle: one of its managers must be wrong.
    """
    steps = climb(key, managers_of)
    comes_back = any(
        steps[boss] <= number for one, number in steps.items() for boss in direct(one, managers_of)
    )
    levels: list[set[str]] = [set() for _ in range(max(steps.values()) + 2)]
    for one, number in steps.items():
        levels[number].add(one)
    unsure = [one for one in steps if one not in managers_of and one != key]
    if comes_back:
        unsure += [one for one in steps if one in climb(one, managers_of, back=True)]
    if unsure:
        levels[min(steps[one] for one in unsure) + 1].add(UNKNOWN_ABOVE)
    return canonical(level for level in levels[1:] if level)


def climb(key: str, managers_of: Mapping[str, Step | None], *, back: bool = False) -> dict[str, int]:
    """Everybody above with the least number of steps; the person themselves with 0, with `back` only if met again."""
    met: dict[str, int] = {} if back else {key: 0}
    level, number = {key}, 0
    while level:
        number += 1
        level = {boss for one in level for boss in direct(one, managers_of)} - met.keys()
        met |= dict.fromkeys(level, number)
    return met


def direct(key: str, managers_of: Mapping[str, Step | None]) -> Collection[str]:
    """The managers of somebody, other than themselves."""
    managers = managers_of.get(key)
    return [boss for boss in keys_of(managers or ()) if boss != key]
