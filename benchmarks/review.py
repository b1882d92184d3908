"""Whether the review of 5,000 tandems is as quick and as small as that of 50. `python -m benchmarks.review`

Starts a throw-away database, makes two drafts with as many people on the waiting list as tandems, and asks for the
page and the page with an opened pair, in turn. Prints median seconds, bytes and queries, and the ratios.
"""

import json
import statistics
import sys
import time
from typing import Any

import pytest

if __name__ != "__main__":  # the settings are there only once pytest has begun
    from tests.conftest import client_for, django_db_setup, lead, organisation  # noqa: F401 - fixtures

FEW, MANY = 50, 5000
ROUNDS = 15


def main() -> int:
    """Run as a test, which brings servers and database with it."""
    return pytest.main([__file__, "-q", "-s", "-p", "no:cacheprovider"])


@pytest.mark.django_db(transaction=True)
def test_review(organisation, lead, client_for):  # type: ignore[no-untyped-def]
    from tenancy.scope import scope
    from tests import factories

    with scope(organisation):
        drafts = {
            count: draft(factories.program(f"Programm {count}", lead=lead), lead, count)
            for count in (FEW, MANY)
        }
    client = client_for(lead)
    analyse()
    report: dict[str, Any] = {}
    for page in ("list", "opened", "by name", "third page"):
        measured = {count: [] for count in drafts}
        for _round in range(ROUNDS):
            for count, addresses in drafts.items():
                measured[count].append(measure(client, addresses[page]))
        report[page] = compare(measured)
        print(page, json.dumps(report[page]))
    worst = max(row["time ratio"] for row in report.values())
    print(
        f"worst ratio of time {worst:.2f}, of bytes {max(row['bytes ratio'] for row in report.values()):.2f}"
    )


def analyse() -> None:
    """Let the planner know the tables, as autovacuum does for any that has stood for a minute."""
    from django.db import connection

    from tests.roles import as_role

    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(client: Any, address: str) -> tuple[float, int, int]:
    """Return seconds, bytes and queries of one page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        response = client.get(address)
        seconds = time.perf_counter() - began
    assert response.status_code == 200
    return seconds, len(response.content), len(queries)


def compare(
    measured: dict[int, list[tuple[float, int, int]]], *, few: int = FEW, many: int = MANY
) -> dict[str, Any]:
    """Return medians per size, and the large one's over the small one's."""
    rows = {
        count: [statistics.median(column) for column in zip(*runs[2:], strict=True)]
        for count, runs in measured.items()
    }
    return {
        "seconds": {count: round(row[0], 4) for count, row in rows.items()},
        "bytes": {count: int(row[1]) for count, row in rows.items()},
        "queries": {count: int(row[2]) for count, row in rows.items()},
        "time ratio": round(rows[many][0] / rows[few][0], 2),
        "bytes ratio": round(rows[many][1] / rows[few][1], 2),
    }


def draft(program: Any, lead: Any, count: int) -> dict[str, str]:
    """Make a draft of this many tandems, of which a third is locked and a tenth flagged; return its addresses."""
    from django.urls import reverse

    from matching.models import Leftover, PairPin, Proposal, Run
    from tenancy import clock

    mentors, mentees, left = (people(program, side, count) for side in ("mentor", "mentee", "mentor"))
    now = clock.now()
    run = Run.objects.create(
        program=program, number=1, state="draft", started_by=lead, started_at=now, finished_at=now
    )
    detail, options = example()
    pairs = list(zip(mentors, mentees, strict=True))
    Proposal.objects.bulk_create(
        (
            Proposal(
                run=run,
                mentor=mentor,
                mentee=mentee,
                fit=60 + i % 40,
                points=(60 + i % 40) * 1000,
                detail=detail,
                flags=["low_fit"] if i % 10 == 0 else [],
                options=options,
            )
            for i, (mentor, mentee) in enumerate(pairs)
        ),
        batch_size=500,
    )
    PairPin.objects.bulk_create(
        PairPin(program=program, mentor=mentor, mentee=mentee, pin="locked", by=lead, at=now)
        for mentor, mentee in pairs[1::3]
    )
    empty = {"reason": {}, "nearest": None, "missing": []}
    Leftover.objects.bulk_create(
        Leftover(run=run, participant=person, reason="nobody_there", detail=empty) for person in left
    )
    where = {"organisation": "weserwerk", "program": program.public_id, "number": 1}
    list_ = reverse("matching:run_detail", kwargs=where)
    opened = run.proposals.with_people().first().name
    return {
        "list": list_,
        "opened": f"{list_}?pair={opened}",
        "by name": f"{list_}?sort=name&q=person",
        "third page": f"{list_}?sort=fit&page=2",
    }


def people(program: Any, side: str, count: int) -> list[Any]:
    """Return participants with memberships of their own, in forty departments."""
    from accounts.models import Membership
    from programs.models import Participant

    members = Membership.objects.bulk_create(
        Membership(
            name=f"Person {side} {i:05}",
            email=f"{program.public_id}-{side}-{i}-{count}@example.org",
            email_norm=f"{program.public_id}-{side}-{i}-{time.monotonic_ns()}@example.org",
            department=f"Bereich {i % 40}",
            place=f"Ort {i % 12}",
        )
        for i in range(count)
    )
    return Participant.objects.bulk_create(
        Participant(program=program, membership=member, side=side, standing="joined") for member in members
    )


def example() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a real explanation and real swaps, as a worker stores them."""
    from matching.engine import Problem, options, solve
    from tests.matching.engine.cohorts import mentee, mentor

    keys = range(4)
    problem = Problem((*(mentor(f"m{i}") for i in keys), *(mentee(f"s{i}") for i in keys)))
    result = solve(problem)
    pair = result.pairs[0]
    return pair.to_json(), [change.to_json() for change in options(problem, result)[pair.pair]]


if __name__ == "__main__":
    sys.exit(main())
