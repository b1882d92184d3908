"""Whether HR's lists of 20,000 people are as quick and as small as those of 200. `python -m benchmarks.lists`

Starts a throw-away database with two houses, one of 200 and one of 20,000 people, half of them in tandems, and asks
for each page of both in turn. Prints median seconds, bytes and queries, and the ratios.
"""

import json
import sys
from typing import Any

import pytest

if __name__ != "__main__":  # the settings are there only once pytest has begun
    from benchmarks import review
    from tests.conftest import client_for, django_db_setup  # noqa: F401 - fixtures

FEW, MANY = 200, 20_000
ROUNDS = 11
STANDINGS = ("joined", "joined", "joined", "invited", "imported", "paused", "left")


def main() -> int:
    """Run as a test, which brings servers and database with it."""
    return pytest.main([__file__, "-q", "-s", "-p", "no:cacheprovider"])


@pytest.mark.django_db(transaction=True)
def test_lists(client_for):  # type: ignore[no-untyped-def]
    houses = {count: house(count) for count in (FEW, MANY)}
    clients = {count: client_for(lead) for count, (lead, _pages) in houses.items()}
    review.analyse()
    worst = []
    for page in houses[FEW][1]:
        measured: dict[int, list[tuple[float, int, int]]] = {count: [] for count in houses}
        for _round in range(ROUNDS):
            for count, (_lead, pages) in houses.items():
                measured[count].append(review.measure(clients[count], pages[page]))
        row = review.compare(measured, few=FEW, many=MANY)
        print(page, json.dumps(row))
        assert len(set(row["queries"].values())) == 1, f"{page}: the number of queries depends on the rows"
        worst.append((row["time ratio"], row["bytes ratio"]))
    print(
        f"worst ratio of time {max(row[0] for row in worst):.2f}, of bytes {max(row[1] for row in worst):.2f}"
    )


def house(count: int) -> tuple[Any, dict[str, str]]:
    """Make an organisation with one running program of ``count`` people; return who leads it and its pages."""
    from tenancy.scope import scope
    from tests import factories

    organisation = factories.organisation(f"haus{count}")
    with scope(organisation):
        lead = factories.membership("Leon Hartwig", role="lead")
        program = factories.program("Programm", lead=lead)
        mentors, mentees = (people(program, side, count // 2) for side in ("mentor", "mentee"))
        pair(program, mentors, mentees)
    return lead, pages(organisation.slug, program.public_id, count)


def people(program: Any, side: str, count: int) -> list[Any]:
    """Make participants of all statuses, every second with a weekly time."""
    from programs.models import Participant, WeeklyTime
    from tenancy import clock

    made = review.people(program, side, count)
    now = clock.now()
    for number, person in enumerate(made):
        person.standing = STANDINGS[number % len(STANDINGS)]
        person.invited_at = now
        person.answered_at = now if number % 2 else None
    Participant.objects.bulk_update(made, ["standing", "invited_at", "answered_at"], batch_size=1000)
    WeeklyTime.objects.bulk_create(
        WeeklyTime(membership_id=person.membership_id, weekday=number % 5, starts=540, ends=720)
        for number, person in enumerate(made)
        if number % 2
    )
    return made


def pair(program: Any, mentors: list[Any], mentees: list[Any]) -> None:
    """Make tandems of whoever has joined, every tenth still asked."""
    from datetime import timedelta

    from programs.models import Tandem
    from tenancy import clock

    now = clock.now()
    Tandem.objects.bulk_create(
        Tandem(
            program=program,
            mentor=mentor,
            mentee=mentee,
            state="asked_mentor" if number % 10 == 0 else "active",
            created_at=now,
            answer_until=now + timedelta(days=7),
            started_at=None if number % 10 == 0 else now,
        )
        for number, (mentor, mentee) in enumerate(zip(mentors, mentees, strict=True))
        if mentor.standing == mentee.standing == "joined"
    )


def pages(house: str, program: str, count: int) -> dict[str, str]:
    from django.urls import reverse

    where = {"organisation": house, "program": program}
    people = reverse("programs:participant_list", kwargs=where)
    tandems = reverse("programs:tandem_list", kwargs=where)
    last = (count + 49) // 50
    return {
        "people": people,
        "people, status": f"{people}?status=invited",
        "people, side": f"{people}?side=mentee",
        "people, department": f"{people}?department=Bereich+7",
        "people, site": f"{people}?place=Ort+3",
        "people, with times": f"{people}?times=yes",
        "people, search": f"{people}?q=mentor+00",
        "people, by status": f"{people}?sort=status",
        "people, second page": f"{people}?page=2",
        "people, last page": f"{people}?page={last}",
        "invite all": f"{reverse('programs:several_invite', kwargs=where)}?everybody=1&status=imported",
        "people, without mail": f"{people}?mail=no",
        "tandems": tandems,
        "tandems, needing HR": f"{tandems}?status=needs_me",
        "tandems, search": f"{tandems}?q=mentor+00",
        "tandems, newest": f"{tandems}?sort=new&page=2",
        "help": reverse("programs:help_list", kwargs=where),
        "program": reverse("programs:program_detail", kwargs=where),
        "overview": reverse("reports:overview", kwargs={"organisation": house}),
    }


if __name__ == "__main__":
    sys.exit(main())
