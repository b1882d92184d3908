"""Whether mail to 20,000 people costs as much per person as mail to 200. `python -m benchmarks.mailing [MANY]`

Starts a throw-away database with two houses, invites everybody in both by a round, as the worker does, and then sends
everybody a message. Prints milliseconds and queries per person, their ratio, the time that the request took, and by
how much the process grew.
"""

import json
import resource
import sys
import time
from typing import Any

import pytest

if __name__ != "__main__":  # the settings are there only once pytest has begun
    from benchmarks import review
    from tests.conftest import django_db_setup  # noqa: F401 - a fixture

FEW = 200
MANY = int(sys.argv[1]) if __name__ == "__main__" and len(sys.argv) > 1 else 20_000


def main() -> int:
    """Run as a test, which brings servers and database with it."""
    import os

    os.environ["UMENTO_MANY"] = str(MANY)
    return pytest.main([__file__, "-q", "-s", "-p", "no:cacheprovider"])


@pytest.mark.django_db(transaction=True)
def test_mailing() -> None:
    import os

    many = int(os.environ.get("UMENTO_MANY", MANY))
    house(50, "warm")  # compiles templates
    rows = {count: house(count, f"haus{count}") for count in (FEW, many)}
    for count, row in rows.items():
        print(count, json.dumps(row))
    for step in ("invite", "message"):
        ratio = rows[many][step]["ms"] / rows[FEW][step]["ms"]
        print(f"{step}: {ratio:.2f} times as long per person for {many} as for {FEW}")


def house(count: int, name: str) -> dict[str, Any]:
    """Make a house, write to everybody twice, and return what it took per person."""
    from programs import own_messages, rounds
    from programs.models import Group
    from programs.own_messages import Draft
    from programs.wording import Text
    from tenancy import clock
    from tenancy.scope import scope
    from tests import factories

    organisation = factories.organisation(name)
    with scope(organisation):
        lead = factories.membership("Leon Hartwig", role="lead")
        program = factories.program("Programm", lead=lead)
        review.people(program, "mentor", count)
        program.participants.update(standing="imported", answered_at=None)
    before = _resident()
    begin = time.perf_counter()
    with scope(organisation):
        rounds.invite(program, program.participants.all(), by=lead)
    asked = time.perf_counter() - begin
    invited = written(organisation, count)
    with scope(organisation):
        program.participants.update(standing="joined")
        own_messages.write(program, Draft(Group.ALL, german=Text("Hallo", "Bis bald.")), by=lead)
        rounds.send_due(clock.now())
    told = written(organisation, count)
    return {"request s": round(asked, 2), "invite": invited, "message": told, "MB more": _resident() - before}


def written(organisation: Any, count: int) -> dict[str, float]:
    """Write all that waits, and return milliseconds and queries per person."""
    from django.db import connection

    from programs import rounds
    from tenancy.scope import scope

    queries = 0

    def note(execute: Any, *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    begin, more = time.perf_counter(), True
    while more:
        with scope(organisation), connection.execute_wrapper(note):
            more = rounds.write_next()
    seconds = time.perf_counter() - begin
    return {"ms": round(seconds * 1000 / count, 2), "queries": round(queries / count, 2)}


def _resident() -> int:
    """Return the most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    raise SystemExit(main())
