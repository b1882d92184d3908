"""An earlier result as the start of a new calculation, for the people who are still here."""

from __future__ import annotations

from matching.engine.result import Certificate, Prices, Result
from matching.engine.scoring.appraisal import Appraisal
from matching.engine.scoring.criteria import People
from matching.engine.solving.optimum import Market, Optimum


def remembered(result: Result, appraisal: Appraisal, market: Market) -> Optimum:
    """What the result says of this market: its tandems that are still possible, and its prices by key.

    Whoever is new has price 0. Nothing of it is proven for the new market.
    """
    mentees, mentors = ({p.key for p in people} for people in (appraisal.mentees, appraisal.mentors))
    pairs = [x.pair for x in result.pairs if x.mentee in mentees and x.mentor in mentors]
    rows, cols = appraisal.located(pairs)
    points = market.scores.at(rows, cols)
    possible = points > market.scores.forbidden / 2

    def moved(prices: Prices) -> Prices:
        return Prices(
            by_key(keys_of(result, "mentee"), prices.mentees, appraisal.mentees),
            by_key(keys_of(result, "mentor"), prices.mentors, appraisal.mentors),
        )

    proof = result.certificate
    worst = None if proof.worst is None else moved(proof.worst)
    return Optimum(
        rows=rows[possible],
        cols=cols[possible],
        points=points[possible],
        level=result.worst,
        certificate=Certificate(moved(proof.most), worst, moved(proof.total)),
        looked_at=0,
    )


def keys_of(result: Result, side: str) -> list[str]:
    """Everybody on one side of the result, sorted: each has a tandem or a reason for having none."""
    paired = {pair.mentor if side == "mentor" else pair.mentee for pair in result.pairs}
    return sorted(paired | {person.key for person in result.left_over if person.side == side})


def by_key(keys: list[str], prices: tuple[int, ...], people: People) -> tuple[int, ...]:
    """The prices of these people, from prices in the order of `keys`."""
    known = dict(zip(keys, prices, strict=True))
    return tuple(known.get(person.key, 0) for person in people)
