import pytest

from matching.models import Run
from tenancy.scope import scope
from tests import factories
from tests.matching.drafts import computed, four_and_three


@pytest.fixture
def run(organisation, lead) -> Run:
    with scope(organisation):
        return computed(four_and_three(lead), lead)


@pytest.fixture
def program(run):
    return run.program


@pytest.fixture
def hr(client_for, lead):
    return client_for(lead)


@pytest.fixture
def colleague(organisation, program):
    with scope(organisation):
        return factories.membership("Katrin Lohmann", role="owner")
