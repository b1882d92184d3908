import pytest
from django.urls import reverse

from matching import runs
from matching.models import PairPin, Run, RunState
from programs.models import Participant
from tenancy import clock
from tenancy.scope import scope
from tests.matching.cohorts import three_and_three

HTMX = {"HX-Request": "true"}


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return three_and_three(lead)


@pytest.fixture
def hr(client_for, lead):
    return client_for(lead)


@pytest.fixture
def waiting(organisation, program, lead) -> Run:
    with scope(organisation):
        return runs.start(program, by=lead)


@pytest.fixture
def draft(organisation, waiting) -> Run:
    with scope(organisation):
        runs.compute(waiting)
        return waiting


def address(name: str, program, **more) -> str:
    return reverse(
        f"matching:{name}", kwargs={"organisation": "weserwerk", "program": program.public_id, **more}
    )


def text(response) -> str:
    return " ".join(response.content.decode().split())


def change(organisation, run: Run, **fields) -> None:
    with scope(organisation):
        Run.objects.filter(pk=run.pk).update(**fields)


def test_matching_overview_says_who_is_ready_and_whose_answers_are_missing(organisation, hr, program):
    with scope(organisation):
        Participant.objects.filter(membership__name="Mia Krämer").update(answered_at=None)
    page = hr.get(address("matching_overview", program))
    assert page.context["ready"] == {"mentor": 2, "mentee": 3}
    assert "1 Person ist dabei, hat aber noch Fragen offen." in text(page)
    assert "Matching starten" not in text(page)


def test_matching_overview_leads_to_the_run_that_is_computed_and_starts_no_other(hr, program, waiting):
    page = text(hr.get(address("matching_overview", program)))
    assert "Lauf 1 wird berechnet" in page
    assert address("run_start", program) not in page


def test_matching_overview_leads_to_the_draft(hr, program, draft):
    page = text(hr.get(address("matching_overview", program)))
    assert "Lauf 1 wartet auf Ihre Prüfung" in page
    assert "3 Tandems sind vorgeschlagen." in page


def test_matching_overview_reads_no_inputs(hr, program, draft, django_assert_num_queries):
    for run in hr.get(address("matching_overview", program)).context["runs"]:
        assert {"inputs", "report"} <= run.get_deferred_fields()


def test_run_detail_shows_how_far_the_computation_is(organisation, hr, program, waiting):
    change(
        organisation,
        waiting,
        phase="solving",
        people=12_345,
        pairs_looked_at=25_000_000,
        pairs_in_all=100_000_000,
    )
    response = hr.get(address("run_detail", program, number=1))
    page = text(response)
    assert "alle 12.345 Personen zugleich. Sie können die Seite verlassen." in page
    assert "Sucht die höchste Passung über alle Tandems" in page
    assert "25.000.000 von 100.000.000 möglichen Paaren angesehen" in page
    assert response.context["percent"] == 35 + round(35 / 16)


def test_run_progress_brings_only_the_moving_part_and_then_leads_to_the_run(
    organisation, hr, program, waiting
):
    page = hr.get(address("run_progress", program, number=1), headers=HTMX)
    assert "Wartet auf einen freien Rechenplatz" in text(page)
    assert "<html" not in text(page)
    with scope(organisation):
        runs.compute(waiting)
    done = hr.get(address("run_progress", program, number=1), headers=HTMX)
    assert done["HX-Redirect"] == address("run_detail", program, number=1)


def test_run_cancel_stops_a_waiting_run_at_once(organisation, hr, program, waiting):
    page = hr.post(address("run_cancel", program, number=1), follow=True)
    assert "Lauf 1 wird abgebrochen." in text(page)
    assert "Lauf abgebrochen" in text(hr.get(address("run_detail", program, number=1)))


def test_run_cancel_of_a_run_with_a_worker_shows_that_it_is_on_its_way(organisation, hr, program, waiting):
    with scope(organisation):
        runs._claim(organisation.pk, waiting.pk)
    hr.post(address("run_cancel", program, number=1))
    page = text(hr.get(address("run_detail", program, number=1)))
    assert "Wird abgebrochen" in page
    assert address("run_cancel", program, number=1) not in page


def test_run_cancel_of_a_finished_run_says_so(hr, program, draft):
    hr.post(address("run_cancel", program, number=1))
    assert "Dieser Lauf rechnet nicht mehr." in text(hr.get(address("matching_overview", program)))


def test_run_cancel_needs_a_post(hr, program, waiting):
    assert hr.get(address("run_cancel", program, number=1)).status_code == 405


def test_a_failed_run_names_the_pair_that_cannot_stay_and_leads_to_the_draft(
    organisation, hr, program, lead, draft
):
    with scope(organisation):
        mentor, mentee = (
            Participant.objects.select_related("membership").get(membership__name=name)
            for name in ("Mia Krämer", "Sabine Hollmann")
        )
        PairPin.objects.create(
            program=program, mentor=mentor, mentee=mentee, pin="locked", by=lead, at=clock.now()
        )
        mentee.membership.experience_years = 1
        mentee.membership.save()
        second = runs.start(program, by=lead)
        runs.compute(second)
        assert second.state == RunState.FAILED
    page = text(hr.get(address("run_detail", program, number=2)))
    assert "Mia Krämer und Sabine Hollmann sind fixiert" in page
    assert "Lauf 1 ansehen" in page
