"""How long HR waits for publishing, and a worker for sending it out. `python -m benchmarks.publishing`

Starts a throw-away database, makes drafts of 1,000 and 5,000 tandems, posts HR's form and lets a worker send them out.
Prints the seconds of the request and of the worker, milliseconds per tandem, and the ratios of large to small.
"""

import json
import sys
import time
from datetime import timedelta
from typing import Any

import pytest

if __name__ != "__main__":  # the settings are there only once pytest has begun
    from tests.conftest import client_for, django_db_setup, lead, organisation  # noqa: F401 - fixtures

FEW, MANY = 1000, 5000


def main() -> int:
    """Run as a test, which brings servers and database with it."""
    return pytest.main([__file__, "-q", "-s", "-p", "no:cacheprovider"])


@pytest.mark.django_db(transaction=True)
def test_publishing(organisation, lead, client_for):  # type: ignore[no-untyped-def]
    measured = {count: publish(organisation, lead, client_for(lead), count) for count in (FEW, MANY)}
    few, many = measured[FEW], measured[MANY]
    print(json.dumps(measured))
    print(f"ratio of the request {many['request'] / few['request']:.2f}")
    print(f"ratio per tandem {many['ms per tandem'] / few['ms per tandem']:.2f}")


def publish(organisation: Any, lead: Any, client: Any, count: int) -> dict[str, float]:
    """Publish a draft of so many tandems and return what it took."""
    from benchmarks.review import analyse, draft
    from mail.models import Message
    from matching import publishing
    from programs.models import Tandem
    from tenancy import clock
    from tenancy.scope import scope
    from tests import factories
    from tests.roles import as_role

    with scope(organisation):
        program = factories.program(f"Programm {count}", lead=lead)
        pages = draft(program, lead, count)
    analyse()
    began = time.perf_counter()
    response = client.post(f"{pages['list']}publish/", {"when": "now"})
    request = time.perf_counter() - began
    assert response.status_code == 302, response.content
    began = time.perf_counter()
    with as_role("worker"):
        publishing.publish_due(clock.now() + timedelta(days=14))
    worker = time.perf_counter() - began
    with scope(organisation):
        tandems = Tandem.objects.filter(program=program).count()
        mails = Message.objects.filter(kind="tandem.proposal_mentor").count()
    return {
        "tandems": tandems,
        "mails so far": mails,
        "request": round(request, 3),
        "worker": round(worker, 1),
        "ms per tandem": round(worker / count * 1000, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
