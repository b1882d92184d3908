from datetime import UTC, datetime, timedelta

import pytest

from feedback import surveys
from feedback.models import SurveyRequest
from tenancy.scope import scope
from tests import factories

START = datetime(2027, 2, 11, 9, 30, tzinfo=UTC)
END = START + timedelta(minutes=45)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("tenancy.clock.system_now", lambda: END + timedelta(hours=2))


@pytest.fixture
def session(organisation, lead):
    with scope(organisation):
        tandem = factories.tandem(factories.program(lead=lead))
        return factories.session(tandem, starts_at=START, ends_at=END)


@pytest.fixture
def asked(organisation, session) -> SurveyRequest:
    """The mentor's request."""
    with scope(organisation):
        surveys.ask(session, END + timedelta(hours=1))
        return SurveyRequest.objects.get(side="mentor")
