"""A result as the command line prints it: JSON with all facts as codes, or one flat table."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO

from matching.engine.model import Json, plain
from matching.engine.result import Explanation, LeftOver, Result

Names = Mapping[tuple[str, str], str]
#: A spreadsheet takes cells that begin like this for formulas.
FORMULA = ("=", "+", "-", "@")


def as_json(result: Result, names: Names, findings: Sequence[str]) -> Json:
    """Everything about the tandems and the people left over. `findings`: what the check of the proof found."""
    return {
        "tandems": [_tandem(pair, names) for pair in result.pairs],
        "left_over": [{"name": names.get((x.side, x.key)), **x.to_json()} for x in result.left_over],
        "card": result.tandems,
        "total": result.total,
        "min": result.worst,
        "mean_fit": result.mean_fit,
        "maxima": dict(result.maxima),
        "left_out": list(result.left_out),
        "unchecked": list(result.unchecked),
        "stability": plain(result.stability),
        "spread": plain(result.spread),
        "proof": {"verified": not findings, "findings": list(findings)},
    }


def _tandem(pair: Explanation, names: Names) -> Json:
    people = {
        "mentor": pair.mentor,
        "mentor_name": names.get(("mentor", pair.mentor)),
        "mentee": pair.mentee,
        "mentee_name": names.get(("mentee", pair.mentee)),
    }
    return {
        **people,
        "fit": pair.fit,
        "grade": pair.grade,
        "points": pair.points,
        "criteria": [plain(line) for line in pair.lines],
        "flags": [plain(flag) for flag in pair.flags],
    }


def as_csv(result: Result, names: Names) -> str:
    """One row per tandem, then one per person left over; shown points per criterion, facts and reasons as codes."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    criteria = list(result.maxima)
    head = [
        "mentor",
        "mentor_name",
        "mentee",
        "mentee_name",
        "fit",
        "points",
        *criteria,
        "facts",
        "left_over",
    ]
    writer.writerow(head)
    for pair in result.pairs:
        writer.writerow(
            [*map(_guarded, _people(pair.mentor, pair.mentee, names)), *_figures(pair, criteria), ""]
        )
    for person in result.left_over:
        writer.writerow([*_alone(person, names), *[""] * (len(criteria) + 3), person.reason.code])
    return out.getvalue()


def _people(mentor: str, mentee: str, names: Names) -> list[str]:
    return [mentor, names.get(("mentor", mentor), ""), mentee, names.get(("mentee", mentee), "")]


def _alone(person: LeftOver, names: Names) -> list[str]:
    one = [_guarded(person.key), _guarded(names.get((person.side, person.key), ""))]
    return [*one, "", ""] if person.side == "mentor" else ["", "", *one]


def _figures(pair: Explanation, criteria: Sequence[str]) -> list[int | str]:
    shown = {line.criterion: line.shown for line in pair.lines}
    facts = " ".join(line.fact.code for line in pair.lines)
    return [pair.fit, pair.points, *(shown[name] for name in criteria), facts]


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
