"""Whole points: weights become shares of exactly 100, and shown points add up to the shown fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matching.engine.model import CRITERIA, FACTORS

FULL = 100
# The engine counts in thousandths of a shown point, so that ties are exact and rare.
UNIT = 1000

VERY_GOOD = 85
GOOD = 70


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Whole shares of `total` in proportion to `weights` by largest remainder; ties go to the first."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    shares = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -remainders[i])
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def maxima(weights: Mapping[str, int]) -> dict[str, int]:
    """Most shown points per criterion; they add up to 100 unless no criterion counts."""
    shares = apportion(FULL, [weights[name] for name in CRITERIA])
    return dict(zip(CRITERIA, shares, strict=True))


def fit(points: int) -> int:
    """Exact points as the fit that is shown, 0 to 100, halves rounded up."""
    return (2 * points + UNIT) // (2 * UNIT)


def least_points(shown_fit: int) -> int:
    """The fewest exact points that are shown as this fit or more."""
    return shown_fit * UNIT - UNIT // 2


def shown(points: Mapping[str, int]) -> dict[str, int]:
    """Exact points per criterion as shown points whose sum is the shown fit.

    Largest remainder again, so no criterion moves by a whole point, exceeds its maximum, or gains from zero.
    """
    parts = {name: value // UNIT for name, value in points.items()}
    missing = fit(sum(points.values())) - sum(parts.values())
    by_remainder = sorted(points, key=lambda name: (-(points[name] % UNIT), CRITERIA.index(name)))
    for name in by_remainder[:missing]:
        parts[name] += 1
    return parts


def grade(shown_fit: int) -> str:
    """very_good from 85, good from 70, workable below."""
    if shown_fit >= VERY_GOOD:
        return "very_good"
    return "good" if shown_fit >= GOOD else "workable"


def factor_of(criterion: str) -> str:
    """The factor of the review screen that a criterion belongs to."""
    return next(factor for factor, names in FACTORS.items() if criterion in names)
