"""The figures as Markdown, goals beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.trial import Trial

#: People per side → at least so many times as fast as SciPy in every variant, and in the median of the variants.
FASTER: dict[int, tuple[float, float | None]] = {
    1000: (1, None),
    2000: (3, None),
    5000: (6, 15),
    10000: (12, 24),
    20000: (60, None),
}


#: The size that the goals in passes speak of.
LARGE = 10_000


@dataclass(frozen=True)
class Goal:
    """A figure with its goal: at least `least` or at most `most`."""

    name: str
    figure: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool:
        return (self.least is None or self.figure >= self.least) and (
            self.most is None or self.figure <= self.most
        )

    @property
    def wanted(self) -> str:
        sign, limit = ("≥", self.least) if self.least is not None else ("≤", self.most)
        return f"{sign} {number(limit or 0)}{self.unit}"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headers, ["---", *["---:"] * (len(headers) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float) -> str:
    """Three digits that count, no exponent."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.4f}".rstrip("0")


def name(trial: Trial) -> str:
    room = "1 to 3" if trial.several else "1"
    return f"{trial.rows:,} × {trial.rows:,}, {trial.forbidden:.0%} not allowed, room for {room}"


def speed(trials: Sequence[Trial]) -> str:
    headers = [
        "Cohort",
        "tandems",
        "engine s",
        "SciPy s",
        "of it solving",
        "ratio",
        "pass s",
        "time in passes",
        "product pass s",
        "time in product passes",
    ]
    return table([*headers, "pairs looked at, in passes"], map(_speed, trials))


def _speed(trial: Trial) -> list[str]:
    dense = [trial.dense, trial.dense_solve, trial.ratio]
    seconds, solving, ratio = ("–" if figure is None else number(figure) for figure in dense)
    units = (trial.one_pass, trial.product_pass)
    passes = [number(figure) for unit in units for figure in (unit, trial.engine / unit)]
    times = [number(trial.engine), seconds, solving, ratio, *passes]
    return [name(trial), f"{trial.card:,}", *times, number(trial.looked_at)]


def afterwards(trials: Sequence[Trial]) -> str:
    headers = ["Cohort", "proof s", "again, in passes", "one person changed, in passes"]
    headers += ["fair s", "total lost", "worst pair", "fair worst pair"]
    return table(headers, map(_afterwards, trials))


def _afterwards(trial: Trial) -> list[str]:
    passes = [number(trial.again / trial.one_pass), number(trial.changed / trial.one_pass)]
    fair = [number(trial.fair), f"{trial.lost:.3%}", f"{trial.worst:,}", f"{trial.fair_worst:,}"]
    return [name(trial), number(trial.proof), *passes, *fair]


def goals(found: Iterable[Goal]) -> str:
    rows = ([g.name, f"{number(g.figure)}{g.unit}", g.wanted, "met" if g.met else "missed"] for g in found)
    return table(["Goal", "figure", "wanted", ""], rows)


def goals_of(trials: Sequence[Trial]) -> Iterable[Goal]:
    """The goals about speed, each for the worst cohort it speaks of."""
    for size, (least, usual) in FASTER.items():
        ratios = [trial.ratio for trial in trials if trial.rows == size and trial.ratio is not None]
        if ratios:
            yield Goal(f"{size:,} × {size:,} against SciPy, slowest", min(ratios), "×", least=least)
        if ratios and usual:
            yield Goal(f"{size:,} × {size:,} against SciPy, median", median(ratios), "×", least=usual)
    size = max((t.rows for t in trials if t.rows <= LARGE), default=trials[0].rows)
    last = [trial for trial in trials if trial.rows == size]
    where = f"{size:,} × {size:,}, worst"
    yield Goal(f"Time in passes, {where}", max(t.engine / t.one_pass for t in last), "", most=4)
    yield Goal(f"Time in product passes, {where}", max(t.engine / t.product_pass for t in last), "", most=4)
    yield Goal(
        f"Again with the last prices, in passes, {where}", max(t.again / t.one_pass for t in last), "", most=2
    )
    changed = max(t.changed / t.one_pass for t in last)
    yield Goal(f"One person changed, in passes, {where}", changed, "", most=0.4)


def put(text: str, mark: str, path: Path) -> None:
    """Replace what stands between the two marks `<!-- mark -->` and `<!-- end of mark -->` of a file."""
    begin, end = f"<!-- {mark} -->\n", f"<!-- end of {mark} -->\n"
    head, rest = path.read_text().split(begin)
    _, tail = rest.split(end)
    path.write_text(f"{head}{begin}\n{text.strip()}\n\n{end}{tail}")
