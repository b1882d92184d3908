"""HR corrects what the roster says of one person; the guard looks at once."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.sentences import sentence
from mail.models import Message
from programs import guard, people_edit, second_lines
from programs.errors import ProgramError
from programs.models import AbsentManager, GuardFinding, SecondLine
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return factories.program(lead=lead, phase="running", other_department=True)


@pytest.fixture
def person(organisation, program):
    with scope(organisation):
        boss = factories.membership("Ruth Aumann", email="ruth@w.example")
        jana = factories.membership("Jana Vogt", department="IT", level=3, manager=boss)
        return factories.participant(program, membership=jana)


def path(person, name: str = "participant_edit") -> str:
    where = {
        "organisation": "weserwerk",
        "program": person.program.public_id,
        "participant": person.public_id,
    }
    return reverse(f"programs:{name}", kwargs=where)


def typed(person, **changed: object) -> dict[str, object]:
    """What the form holds for this person, with some of it changed."""
    facts = {name: getattr(person.membership, name) for name in people_edit.FACTS}
    given = {name: "" if value is None else value for name, value in facts.items()}
    lines = {
        "manager_email": people_edit.manager_address(person.membership),
        "further": ", ".join(people_edit.further_addresses(person.membership)),
    }
    return given | lines | changed


def test_correct_changes_what_is_wrong_and_says_so_in_the_trail(organisation, person, lead):
    with scope(organisation):
        facts = {name: getattr(person.membership, name) for name in people_edit.FACTS}
        assert people_edit.correct(
            person, by=lead, manager="ruth@w.example", **facts | {"level": 5, "place": "Köln"}
        )
        person.membership.refresh_from_db()
        assert (person.membership.level, person.membership.place) == (5, "Köln")
        event = AuditEvent.objects.get()
        assert sentence(event).endswith("geändert: Standort, Karrierestufe.")
        assert not Message.objects.exists()


def test_the_same_facts_change_nothing(organisation, person, lead, client_for):
    with scope(organisation):
        data = typed(person)
    response = client_for(lead).post(path(person), data, follow=True)
    assert "alles geblieben" in response.content.decode()
    with scope(organisation):
        assert not AuditEvent.objects.exists()


def test_a_tandem_that_no_longer_fits_stands_in_the_list_at_once(organisation, person, lead, client_for):
    with scope(organisation):
        other = factories.membership("Heinz Brenner", department="Einkauf")
        mentee = factories.participant(person.program, side="mentee", membership=other)
        pair = factories.tandem(person.program, mentor=person, mentee=mentee)
        data = typed(person, department="Einkauf")
    response = client_for(lead).post(path(person), data)
    assert response.url == path(person, "participant_detail")
    with scope(organisation):
        assert GuardFinding.objects.filter(tandem=pair, rule="same_department").exists()


def test_a_manager_whom_nobody_here_is_stays_as_an_address(organisation, person, lead, client_for):
    with scope(organisation):
        data = typed(person, manager_email="Fern@konzern.example")
    client_for(lead).post(path(person), data)
    with scope(organisation):
        person.membership.refresh_from_db()
        assert person.membership.manager is None
        assert AbsentManager.objects.get().email_norm == "fern@konzern.example"
        assert "fern@konzern.example" in client_for(lead).get(path(person)).content.decode()


@pytest.mark.parametrize("whose", ["own", "below"])
def test_nobody_may_stand_above_themselves(organisation, person, lead, client_for, whose):
    with scope(organisation):
        below = factories.membership("Ole Thomsen", email="ole@w.example", manager=person.membership)
        address = person.membership.email if whose == "own" else below.email
        with pytest.raises(ProgramError):
            people_edit.correct(person, by=lead, manager=address, level=9)
        data = typed(person, manager_email=address, department="Recht")
    response = client_for(lead).post(path(person), data)
    assert 'value="Recht"' in response.content.decode()
    assert response.context["form"].errors["manager_email"]
    with scope(organisation):
        person.membership.refresh_from_db()
        assert (person.membership.department, person.membership.level) == ("IT", 3)


def test_further_managers_are_corrected_like_the_first(organisation, person, lead, client_for):
    with scope(organisation):
        ina = factories.membership("Ina Sommer", email="ina@w.example")
        data = typed(person, further="Ina@W.example; fern@konzern.example, ruth@w.example")
    client_for(lead).post(path(person), data)
    with scope(organisation):
        assert second_lines.names(person.membership) == ["Ina Sommer", "fern@konzern.example"]
        assert sentence(AuditEvent.objects.get()).endswith("geändert: Weitere Führungskräfte.")
        assert ina.public_id in guard.chart_of_house().line(person.membership.public_id).steps
        data = typed(person)
    assert 'value="ina@w.example, fern@konzern.example"' in client_for(lead).get(path(person)).text
    assert "alles geblieben" in client_for(lead).post(path(person), data, follow=True).text
    client_for(lead).post(path(person), data | {"further": ""})
    with scope(organisation):
        assert not SecondLine.objects.exists()


def test_a_tandem_with_a_new_further_manager_stands_in_the_list_at_once(
    organisation, person, lead, client_for
):
    with scope(organisation):
        ina = factories.membership("Ina Sommer", email="ina@w.example")
        mentee = factories.participant(person.program, side="mentee", membership=ina)
        pair = factories.tandem(person.program, mentor=person, mentee=mentee)
        data = typed(person, further="ina@w.example")
    client_for(lead).post(path(person), data)
    with scope(organisation):
        assert GuardFinding.objects.filter(tandem=pair).exists()


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("ole@w.example", "Ole Thomsen steht im Organigramm unter Jana Vogt"),
        ("jana@w.example", "Niemand führt sich selbst"),
        ("a@w.example, b@w.example, c@w.example, d@w.example", "höchstens 3"),
        ("fern", "keine vollständige E-Mail-Adresse"),
        ("x" * 801, "höchstens"),
        ("\0", ""),
    ],
)
def test_who_cannot_be_a_further_manager_is_refused_beside_the_field(
    organisation, person, lead, client_for, named, says
):
    with scope(organisation):
        person.membership.email = person.membership.email_norm = "jana@w.example"
        person.membership.save()
        factories.membership("Ole Thomsen", email="ole@w.example", manager=person.membership)
        data = typed(person, further=named, department="Recht")
    response = client_for(lead).post(path(person), data)
    assert says in str(response.context["form"].errors["further"])
    assert 'value="Recht"' in response.text
    with scope(organisation):
        person.membership.refresh_from_db()
        assert person.membership.department == "IT" and not SecondLine.objects.exists()


def test_nonsense_keeps_what_was_typed_and_writes_nothing(organisation, person, lead, client_for):
    with scope(organisation):
        data = typed(person, level="hoch", experience_years="1e99", manager_email="\0", place="Bremen")
    response = client_for(lead).post(path(person), data)
    assert set(response.context["form"].errors) >= {"level", "experience_years"}
    assert 'value="Bremen"' in response.content.decode()
    with scope(organisation):
        assert not AuditEvent.objects.exists()


def test_the_page_says_who_sees_what(person, lead, client_for):
    html = client_for(lead).get(path(person)).content.decode()
    assert "Die Person selbst sieht alle diese Angaben" in html
    assert (
        f'href="{path(person)}"' in client_for(lead).get(path(person, "participant_detail")).content.decode()
    )
