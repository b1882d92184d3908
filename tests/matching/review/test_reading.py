"""The review as it is read: list, filters, an opened pair."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching import pins
from matching.models import Proposal, Run
from matching.review_views import PAGE
from tenancy.scope import scope
from tests import factories
from tests.matching.drafts import pair
from tests.matching.review.pages import address, change, of, shown, text


def test_run_detail_shows_every_pair_and_its_fit(hr, program, run):
    page = hr.get(address("run_detail", program)).content.decode()
    assert page.count('class="match-li"') == 3
    assert "Noch hat niemand eine Nachricht bekommen." in page


def test_run_detail_has_one_dot_per_tandem_and_one_stands_out(organisation, hr, program, run):
    page = hr.get(address("run_detail", program), {"pair": of(organisation, run)})
    kinds = [dot.kind for dot in page.context["dots"]]
    assert (len(kinds), kinds.count("sel")) == (3, 1)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"show": "locked"}, 0),
        ({"show": "nonsense"}, 3),
        ({"q": "KRÄMER"}, 1),
        ({"q": "ulrich"}, 1),
        ({"q": "niemand"}, 0),
        ({"department": "Bereich Mia Krämer"}, 1),
        ({"department": "Bereich Henrike Vogt", "q": "Emre"}, 1),
        ({"department": "Gibt es nicht"}, 3),
        ({"sort": "name", "page": "99"}, 3),
        ({"pair": "gibt.es-nicht"}, 3),
    ],
)
def test_run_detail_filters_and_forgives(hr, program, run, query, count):
    response = hr.get(address("run_detail", program), query)
    assert response.status_code == 200
    assert len(response.context["page"].object_list) == count


def test_doubtful_pairs_come_first_the_worst_at_the_top(organisation, hr, program, run):
    change(organisation, run, "Mia Krämer", fit=60, flags=["low_fit"])
    change(organisation, run, "Emre Yıldız", fit=65, flags=["low_fit"])
    change(organisation, run, "Jonas Petersen", fit=90, flags=[])
    page = hr.get(address("run_detail", program))
    assert shown(page) == ["Mia Krämer", "Emre Yıldız", "Jonas Petersen"]
    assert shown(hr.get(address("run_detail", program), {"show": "check"})) == ["Mia Krämer", "Emre Yıldız"]
    hr.post(address("pair_lock", program, pair=of(organisation, run)))
    assert shown(hr.get(address("run_detail", program))) == ["Emre Yıldız", "Jonas Petersen", "Mia Krämer"]


def test_pairs_can_be_sorted_by_fit_and_by_name(organisation, hr, program, run):
    change(organisation, run, "Mia Krämer", fit=60, flags=["low_fit"])
    by_fit = hr.get(address("run_detail", program), {"sort": "fit"})
    assert shown(by_fit)[-1] == "Mia Krämer"
    by_name = hr.get(address("run_detail", program), {"sort": "name"})
    assert shown(by_name) == ["Emre Yıldız", "Jonas Petersen", "Mia Krämer"]


def test_the_numbers_at_the_filters_are_what_the_filters_show(organisation, hr, program, run):
    change(organisation, run, "Mia Krämer", flags=["low_fit"], is_new=True)
    hr.post(address("pair_exclude", program, pair=of(organisation, run, "Emre Yıldız")))
    hr.post(address("pair_lock", program, pair=of(organisation, run, "Jonas Petersen")))
    for show, count in hr.get(address("run_detail", program)).context["figures"].shown.items():
        assert (
            len(hr.get(address("run_detail", program), {"show": show}).context["page"].object_list) == count
        )


def test_run_detail_asks_the_database_as_often_for_many_pairs_as_for_few(
    organisation, hr, program, run, lead
):
    with scope(organisation):
        opened = pair(run, "Mia Krämer")
        pins.exclude(pair(run, "Emre Yıldız"), by=lead)
        crowd(run, 6)
    queries = address("run_detail", program), {"pair": opened.name}
    with scope(organisation):
        few, _page = asked(hr, queries)
        crowd(run, 60)
        many, page = asked(hr, queries)
    assert many == few
    assert len(page.context["page"].object_list) == PAGE


def asked(client, queries):
    """How many queries a page takes at least, of three requests, and the page: one was once seen to take one more."""
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as caught:
            page = client.get(*queries)
        counts.append(len(caught))
    return min(counts), page


def crowd(run: Run, count: int) -> None:
    """More pairs like the first one, and as many people without a tandem, without asking the engine."""
    like = run.proposals.first()
    for number in range(count):
        mentor, mentee, left = (
            factories.participant(run.program, side=side) for side in ("mentor", "mentee", "mentor")
        )
        fields = {"fit": 70 + number % 30, "detail": like.detail, "points": like.points, "flags": ["low_fit"]}
        Proposal.objects.create(run=run, mentor=mentor, mentee=mentee, **fields)
        run.leftovers.create(
            participant=left, reason="nobody_there", detail={"reason": {}, "nearest": None, "missing": []}
        )


def test_an_opened_pair_that_is_not_on_the_page_stands_on_top(organisation, hr, program, run):
    page = hr.get(address("run_detail", program), {"pair": of(organisation, run), "q": "Emre"})
    assert page.context["opened_elsewhere"]
    assert text(page).index("Mia Krämer und Sabine Hollmann") < text(page).index(
        "Emre Yıldız und Henrike Vogt"
    )


# The opened pair


def test_run_detail_opens_a_pair_whose_points_add_up(organisation, hr, program, run):
    name = of(organisation, run)
    response = hr.get(address("run_detail", program), {"pair": name})
    opened = response.context["opened"]
    assert opened.row.key == name
    assert sum(factor.shown for factor in opened.factors) == opened.row.fit
    assert sum(factor.maximum for factor in opened.factors) == 100
    assert "Warum dieses Paar?" in text(response)


def test_run_detail_shows_the_first_pair_beside_the_list_until_one_is_opened(organisation, hr, program, run):
    page = hr.get(address("run_detail", program))
    assert page.context["opened"].row.key == page.context["page"].object_list[0].key
    assert "why--first" in page.text
    opened = hr.get(address("run_detail", program), {"pair": of(organisation, run)})
    assert "why--first" not in opened.text


def test_the_opened_pair_offers_two_people_with_their_price(organisation, hr, program, run):
    page = hr.get(address("run_detail", program), {"pair": of(organisation, run)})
    options = page.context["opened"].options
    assert len(options) == 2
    assert "Hanna Okafor statt Mia Krämer" in text(page)
    assert options[0].consequences


def test_a_pair_that_is_decided_about_has_no_alternatives(organisation, hr, program, run):
    name = of(organisation, run)
    hr.post(address("pair_lock", program, pair=name))
    page = hr.get(address("run_detail", program), {"pair": name})
    assert page.context["opened"].options == []
    assert "Fixierung lösen" in text(page)


def test_a_run_that_is_replaced_can_be_read_and_not_changed(organisation, hr, program, run):
    with scope(organisation):
        Run.objects.update(state="replaced")
    page = hr.get(address("run_detail", program), {"pair": of(organisation, run)})
    assert "Warum dieses Paar?" in text(page)
    for action in ("Fixieren", "Tauschen", "Nachfragen", "Veröffentlichen", "Rückgängig"):
        assert action not in text(page).split("<main")[1]


# Decisions


def test_who_is_left_over_is_listed_with_reason_and_the_pair_to_look_at(organisation, hr, program, run):
    page = hr.get(address("run_detail", program))
    [left] = page.context["waiting"].object_list
    assert left.person.name == "Hanna Okafor"
    assert left.reason
    assert left.pair
    assert "Als Tausch prüfen" in text(page)
    opened = hr.get(address("run_detail", program), {"pair": left.pair}).context["opened"]
    assert left.nearest in opened.row.names


def test_who_is_left_over_comes_in_pages(organisation, hr, program, run):
    with scope(organisation):
        crowd(run, 25)
    first = hr.get(address("run_detail", program)).context["waiting"]
    second = hr.get(address("run_detail", program), {"left": "2"}).context["waiting"]
    assert (len(first.object_list), len(second.object_list)) == (20, 6)
