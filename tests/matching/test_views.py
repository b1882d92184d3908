import pytest
from django.urls import reverse

from matching import runs
from matching.models import PairPin, Run
from programs.models import Tandem
from tenancy.scope import scope
from tests.matching.cohorts import person, three_and_three


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


def pair_of(organisation, run) -> str:
    with scope(organisation):
        row = run.proposals.select_related("mentor__membership", "mentee__membership").first()
        return f"{row.mentor.membership.public_id}.{row.mentee.membership.public_id}"


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


def test_run_detail_shows_every_pair_and_its_fit(hr, program, run):
    page = hr.get(address("run_detail", program, number=1)).content.decode()
    assert page.count('class="match-li"') == 3
    assert "Noch hat niemand eine Nachricht bekommen." in page


def test_run_detail_opens_a_pair_whose_points_add_up(organisation, hr, program, run):
    pair = pair_of(organisation, run)
    response = hr.get(address("run_detail", program, number=1), {"pair": pair})
    opened = response.context["opened"]
    assert opened.key == pair
    assert sum(factor.shown for factor in response.context["factors"]) == opened.fit
    assert "Warum dieses Paar?" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"show": "locked"}, 0),
        ({"show": "nonsense"}, 3),
        ({"q": "KRÄMER"}, 1),
        ({"sort": "name", "page": "99"}, 3),
    ],
)
def test_run_detail_filters_and_forgives(hr, program, run, query, count):
    response = hr.get(address("run_detail", program, number=1), query)
    assert response.status_code == 200
    assert len(response.context["page"].object_list) == count


def test_run_detail_asks_the_database_as_often_for_many_pairs_as_for_few(
    organisation, hr, program, lead, django_assert_max_num_queries
):
    with scope(organisation):
        for number in range(12):
            person(program, f"M {number}", "mentor", years=1, skills={"Chats": 3})
            person(program, f"W {number}", "mentee", years=25, skills={"Chats": 2})
        runs.compute(runs.start(program, by=lead))
    with django_assert_max_num_queries(26):
        hr.get(address("run_detail", program, number=1))


def test_pair_lock_returns_to_the_same_row_of_the_same_list(organisation, hr, program, run):
    pair = pair_of(organisation, run)
    response = hr.post(address("pair_lock", program, number=1, pair=pair), {"show": "check", "pair": pair})
    assert response.url == f"{address('run_detail', program, number=1)}?show=check&pair={pair}#p-{pair}"
    with scope(organisation):
        assert PairPin.objects.get().pin == "locked"


def test_pair_exclude_takes_the_pair_off_the_list_and_release_brings_it_back(organisation, hr, program, run):
    pair = pair_of(organisation, run)
    hr.post(address("pair_exclude", program, number=1, pair=pair))
    response = hr.get(address("run_detail", program, number=1))
    assert len(response.context["page"].object_list) == 2
    assert [row.key for row in response.context["excluded"]] == [pair]
    hr.post(address("pair_release", program, number=1, pair=pair))
    assert len(hr.get(address("run_detail", program, number=1)).context["page"].object_list) == 3


def test_pair_lock_of_an_unknown_pair_is_404(hr, program, run):
    assert hr.post(address("pair_lock", program, number=1, pair="a.b")).status_code == 404


def test_run_publish_shows_the_consequences_before_anything_happens(organisation, hr, program, run):
    page = hr.get(address("run_publish", program, number=1)).content.decode()
    assert "3 Tandems veröffentlichen" in page
    with scope(organisation):
        assert not Tandem.objects.exists()


def test_run_publish_proposes_the_tandems_once(organisation, hr, program, run):
    for _attempt in range(2):
        hr.post(address("run_publish", program, number=1))
    with scope(organisation):
        assert Tandem.objects.count() == 3


def test_how_computed_shows_shares_that_add_up_to_100(hr, program):
    response = hr.get(address("how_computed", program))
    assert sum(criterion.maximum for criterion in response.context["criteria"]) == 100


def test_a_lead_of_another_program_finds_nothing(organisation, program, run, client_for):
    from tests import factories

    with scope(organisation):
        stranger = factories.membership("Fremde Leitung", role="lead")
    assert client_for(stranger).get(address("run_detail", program, number=1)).status_code == 404
