import pytest
from django.urls import reverse

from matching import runs
from matching.models import Run
from tenancy.scope import scope
from tests.matching.cohorts import three_and_three


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return three_and_three(lead)


@pytest.fixture
def run(organisation, program, lead) -> Run:
    with scope(organisation):
        started = runs.start(program, by=lead)
        runs.compute(started)
        return started


@pytest.fixture
def hr(client_for, lead):
    return client_for(lead)


def address(name: str, program, **more) -> str:
    return reverse(
        f"matching:{name}", kwargs={"organisation": "weserwerk", "program": program.public_id, **more}
    )


def test_matching_overview_says_who_is_ready(hr, program):
    page = hr.get(address("matching_overview", program)).content.decode()
    assert "Matching starten" in page
    assert "mindestens 3 Berufsjahre weniger" in page


def test_run_start_leads_to_the_run_which_waits_for_a_worker(hr, program):
    page = hr.post(address("run_start", program), follow=True)
    assert page.redirect_chain[-1][0] == address("run_detail", program, number=1)
    assert "Sie können die Seite verlassen" in page.content.decode()


def test_run_start_needs_a_post(hr, program):
    assert hr.get(address("run_start", program)).status_code == 405


def test_how_computed_shows_shares_that_add_up_to_100(hr, program):
    response = hr.get(address("how_computed", program))
    assert sum(factor.maximum for factor in response.context["factors"]) == 100


def test_a_lead_of_another_program_finds_nothing(organisation, program, run, client_for):
    from tests import factories

    with scope(organisation):
        stranger = factories.membership("Fremde Leitung", role="lead")
    assert client_for(stranger).get(address("run_detail", program, number=1)).status_code == 404
