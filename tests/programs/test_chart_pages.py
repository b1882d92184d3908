import pytest
from django.urls import reverse

from accounts.models import Membership
from programs import chart_pages
from programs.models import AbsentManager
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        yield factories.program(lead=lead)


def stand(program, name, manager=None, *, inside=True, **fields):
    person = factories.unregistered(name, **{"manager": manager, "experience_years": 5} | fields)
    if inside:
        factories.participant(program, membership=person)
    return person


@pytest.fixture
def kim(program):
    """Kim, who is on no list, leads Lea and Max; Lea leads Nora."""
    kim = stand(program, "Kim", inside=False)
    lea = stand(program, "Lea", kim)
    stand(program, "Max", kim)
    stand(program, "Nora", lea)
    stand(program, "Somebody elsewhere", kim, inside=False)
    return kim


def titles(program):
    return [problem.title for problem in chart_pages.problems(chart_pages.page(program))]


def problem(program, title):
    return next(
        found for found in chart_pages.problems(chart_pages.page(program)) if found.title.startswith(title)
    )


def address(program):
    where = {"organisation": "weserwerk", "program": program.public_id}
    return reverse("programs:people_chart", kwargs=where)


def test_the_page_starts_at_the_top_and_shows_those_on_the_list_and_above(program, kim):
    page = chart_pages.page(program)
    (top,) = chart_pages.nodes(page, page.below)
    assert (top.name, top.people, top.takes_part) == ("Kim", 3, False)
    assert [(node.name, node.people) for node in top.reports] == [("Lea", 1), ("Max", 0)]
    assert (page.people, page.steps, titles(program)) == (4, 2, [])


def test_a_branch_shows_the_way_down_to_it(program, kim):
    page = chart_pages.page(program, Membership.objects.get(name="Lea").public_id)
    assert [node.name for node in chart_pages.way(page)] == ["Kim", "Lea"]
    assert [node.name for node in chart_pages.nodes(page, page.below)] == ["Nora"]


def test_whoever_is_not_on_this_chart_has_no_branch(program, kim):
    elsewhere = Membership.objects.get(name="Somebody elsewhere")
    assert chart_pages.page(program, elsewhere.public_id) is None
    assert chart_pages.page(program, "nobody") is None


def test_a_circle_is_told_with_its_names_and_can_be_opened(program, kim):
    kim.manager = Membership.objects.get(name="Lea")
    kim.save()
    (names,) = problem(program, "Kreis").names
    assert names in {"Kim → Lea → Kim", "Lea → Kim → Lea"}
    page = chart_pages.page(program)
    assert {node.name for node in chart_pages.nodes(page, page.below)} == {"Kim", "Lea"}


def test_a_manager_in_nobodys_list_is_told_with_their_people(program, kim):
    AbsentManager.objects.create(membership=kim, email_norm="chefin@example.org")
    assert problem(program, "Führungskräfte").names == ["chefin@example.org, Führungskraft von Kim"]
    page = chart_pages.page(program)
    assert [node.name for node in chart_pages.nodes(page, page.below)] == ["Kim"]


def test_missing_managers_measures_and_several_tops_are_told(program, kim):
    stand(program, "Paul", experience_years=None)
    rita = stand(program, "Rita")
    stand(program, "Sven", rita)
    assert titles(program) == ["Ohne Führungskraft: 1", "Ohne Zahl der Berufsjahre: 1", "Mehrere Spitzen: 2"]
    assert problem(program, "Ohne Führungskraft").names == ["Paul"]
    assert sorted(problem(program, "Mehrere").names) == ["Kim", "Rita"]
    program.measure = "level"
    assert "Ohne Karrierestufe: 6" in titles(program)


def test_long_lists_are_cut(program):
    for number in range(23):
        stand(program, f"Person {number}")
    found = problem(program, "Ohne Führungskraft")
    assert (len(found.names), found.more) == (chart_pages.NAMED, 3)


def test_people_chart_asks_as_often_for_many_people_as_for_few(
    program, kim, lead, client_for, django_assert_max_num_queries
):
    client = client_for(lead)
    client.get(address(program))
    with django_assert_max_num_queries(100) as few:
        client.get(address(program))
    for number in range(30):
        stand(program, f"Person {number}", kim)
    with django_assert_max_num_queries(len(few)):
        page = client.get(address(program)).text
    assert "33 Personen darunter" in page and "und 12 weitere" in page


def test_people_chart_of_a_branch_pages_and_leads_back(program, kim, lead, client_for):
    for number in range(60):
        stand(program, f"Person {number}", kim)
    page = client_for(lead).get(address(program), {"branch": kim.public_id}).text
    assert "Seite 1 von 2" in page and 'aria-current="page">Kim' in page
    assert client_for(lead).get(address(program), {"branch": "nobody"}).status_code == 404


def test_people_chart_of_an_empty_program_says_so(program, lead, client_for):
    assert (
        "Noch ist für niemanden eine Führungskraft angegeben." in client_for(lead).get(address(program)).text
    )
