import pytest

from mail.models import Suppression
from programs import addresses
from tenancy.scope import scope
from tests import factories, samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(lead):
    return factories.program("Lernen", lead=lead)


def invited(program, name: str = "Jana Vogt", **fields):
    return factories.participant(
        program, membership=factories.unregistered(name), standing="invited", **fields
    )


def dead(person, **fields) -> Suppression:
    return samples.row(Suppression, address_norm=person.membership.email_norm, **fields)


def test_an_address_that_takes_no_mail_is_told_when_hr_knew_of_the_mail(program):
    told, untold, _fine = invited(program), invited(program, "Tom Nowak"), invited(program, "Lea Sommer")
    dead(told, told=True)
    dead(untold)
    assert list(addresses.unreachable(program)) == [told]
    assert addresses.since(told) and not addresses.since(untold)


def test_somebody_in_a_running_tandem_is_told_for_any_mail(program):
    tandem = factories.tandem(program, state="active")
    asked = factories.tandem(program, state="asked_mentee")
    for person in (tandem.mentee, asked.mentee):
        dead(person)
    assert list(addresses.unreachable(program)) == [tandem.mentee]


def test_another_house_knows_nothing_of_it(program, other_organisation):
    person = invited(program)
    with scope(other_organisation):
        dead(person, told=True)
    assert not addresses.unreachable(program)
