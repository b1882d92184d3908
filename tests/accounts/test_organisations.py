"""Opening an organisation for a customer, and its settings."""

import pytest
from django.http import Http404

from accounts import organisations
from accounts.errors import AccountError
from accounts.models import AuditEvent, Membership, Organisation
from mail.models import Message
from tenancy.scope import scope

pytestmark = pytest.mark.django_db
CUSTOMER = {
    "slug": "aurora",
    "name": "Aurora AG",
    "owner_name": "Ada Falk",
    "owner_email": "ada@aurora.example",
}


@pytest.fixture
def colleague(staff) -> Membership:
    """One of ours, in the scope of our house."""
    with scope(organisations.house()):
        yield Membership.objects.get(user=staff)


def test_our_own_house_exists_once(db):
    assert organisations.house() == organisations.house()


def test_an_organisation_is_found_by_its_slug(organisation):
    assert organisations.get_or_404("weserwerk") == organisation
    with pytest.raises(Http404):
        organisations.get_or_404("nirgends")


def test_a_new_organisation_has_an_invited_owner_and_nothing_else(colleague):
    made = organisations.create(**CUSTOMER, by=colleague)
    with scope(made):
        owner = Membership.objects.get()
        assert (owner.role, owner.name, owner.user) == ("owner", "Ada Falk", None)
        mail = Message.objects.get()
        assert (mail.recipient, mail.sender_name) == ("ada@aurora.example", "Aurora AG über Umento")
        assert {event.verb for event in AuditEvent.objects.all()} == {"organisation.opened", "member.invited"}


def test_a_house_speaks_its_language_from_the_first_mail_on(colleague):
    made = organisations.create(**CUSTOMER, language="en", by=colleague)
    assert made.language == "en"
    with scope(made):
        assert Membership.objects.get().language == "en"
        mail = Message.objects.get()
        assert (mail.language, mail.sender_name) == ("en", "Aurora AG via Umento")
        assert mail.subject == "Access to Aurora AG in Umento"


def test_opening_an_organisation_is_written_down_in_our_house(colleague):
    organisations.create(**CUSTOMER, by=colleague)
    event = AuditEvent.objects.get()
    assert (event.verb, event.about, event.by) == ("organisation.created", "Aurora AG", colleague)


@pytest.mark.parametrize("slug", ["umento", "staff", "api", "login"])
def test_a_reserved_address_is_refused(colleague, slug):
    with pytest.raises(AccountError, match="reserviert"):
        organisations.create(**CUSTOMER | {"slug": slug}, by=colleague)


def test_a_taken_address_is_refused_and_nobody_is_invited(colleague, organisation):
    with pytest.raises(AccountError, match="schon eine andere"):
        organisations.create(**CUSTOMER | {"slug": "weserwerk"}, by=colleague)
    with scope(organisation):
        assert not Membership.objects.exists()


def change(organisation: Organisation, owner: Membership, **settings: object) -> Organisation:
    with scope(organisation):
        organisations.change(organisation, by=owner, **settings)
    return Organisation.objects.get(pk=organisation.pk)


def test_changed_settings_are_kept_and_written_down(organisation, owner):
    row = change(organisation, owner, name="Weserwerk AG", address="du", language="de")
    assert (row.name, row.address) == ("Weserwerk AG", "du")
    with scope(organisation):
        event = AuditEvent.objects.get()
        assert event.detail == {"settings": {"name": "Weserwerk AG", "address": "du"}}


def test_unchanged_settings_leave_no_line(organisation, owner):
    change(organisation, owner, name=organisation.name)
    with scope(organisation):
        assert not AuditEvent.objects.exists()


def test_the_smallest_group_can_be_raised_and_lowered_again_to_seven(organisation, owner):
    assert change(organisation, owner, smallest_group=12).smallest_group == 12
    assert change(organisation, owner, smallest_group=7).smallest_group == 7


def test_the_smallest_group_never_falls_below_seven(organisation, owner):
    with pytest.raises(AccountError, match="mindestens 7 Personen"):
        change(organisation, owner, smallest_group=6, name="Neu")
    assert Organisation.objects.get(pk=organisation.pk).name != "Neu"
