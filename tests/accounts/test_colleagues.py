import pytest
from django.core.management import CommandError, call_command

from accounts import colleagues
from accounts.models import Membership, User
from accounts.organisations import house
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_new_colleague_reaches_the_back_office_and_no_customer(client_for, organisation):
    client = client_for(colleagues.add(name="Ada Falk", email="Ada@umento.example"))
    assert client.get("/staff/organisations/").status_code == 200
    assert client.get("/o/weserwerk/people/").status_code == 404


def test_a_new_colleague_has_no_password_yet(db):
    assert not colleagues.add(name="Ada Falk", email="ada@umento.example").has_usable_password()


def test_adding_twice_changes_nothing(db):
    first = colleagues.add(name="Ada Falk", email="ada@umento.example")
    assert colleagues.add(name="Ada Falk", email="ADA@umento.example") == first
    with scope(house()):
        assert Membership.objects.count() == 1


def test_somebody_who_signs_in_already_keeps_their_password(db):
    person = factories.user("ada@umento.example")
    colleagues.add(name="Ada Falk", email="ada@umento.example")
    person.refresh_from_db()
    assert person.check_password(factories.PASSWORD)
    assert person.is_staff


def test_the_command_adds_a_colleague(capsys):
    call_command("add_colleague", "ada@umento.example", "Ada Falk")
    assert User.objects.get(is_staff=True).name == "Ada Falk"
    assert "/login/code/" in capsys.readouterr().out


def test_the_command_refuses_what_is_no_address(db):
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("add_colleague", "ada", "Ada Falk")
