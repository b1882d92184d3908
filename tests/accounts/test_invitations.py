"""Invitations: one link, one person, once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts import invitations, tokens
from accounts.errors import AccountError
from accounts.invitations import Door
from accounts.models import AuditEvent, Invitation, Membership, User
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
NEW_PASSWORD = "ein guter Satz"


@pytest.fixture
def opened(organisation):
    with scope(organisation):
        yield organisation


@pytest.fixture
def newcomer(opened) -> Membership:
    return factories.unregistered("Ines Kaltenbach", role="lead", email="Ines@weserwerk.example")


@pytest.fixture
def token(newcomer, owner) -> str:
    return invitations.issue(newcomer, by=owner)


def test_only_the_digest_of_a_token_is_kept(token):
    invitation = Invitation.objects.get()
    assert invitation.digest == tokens.digest(token)
    assert token not in str(vars(invitation))


def test_a_token_names_its_organisation(token, organisation):
    assert tokens.organisation_id(token) == organisation.pk


@pytest.mark.parametrize("text", ["", "-", "7", "7-", "x-y", "-7-x", "²-x", "9" * 20 + "-x"])
def test_what_is_no_token_names_none(text):
    assert tokens.organisation_id(text) is None


def test_an_invitation_holds_for_14_days(token, monkeypatch):
    almost = clock.now() + timedelta(days=14) - timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: almost)
    assert invitations.open(token).used_at is None
    monkeypatch.setattr(clock, "now", lambda: almost + timedelta(minutes=2))
    with pytest.raises(AccountError, match="abgelaufen"):
        invitations.open(token)


def test_an_unknown_token_is_not_found(token):
    with pytest.raises(Http404):
        invitations.open(token + "x")


def test_a_token_of_another_organisation_is_not_found(token, other_organisation):
    with scope(other_organisation), pytest.raises(Http404):
        invitations.open(token)


def test_a_new_person_comes_in_with_a_password(token, newcomer):
    person = invitations.accept(invitations.open(token), user=ANYBODY, password=NEW_PASSWORD)
    newcomer.refresh_from_db()
    assert newcomer.user == person
    assert person.check_password(NEW_PASSWORD)
    assert (person.email, person.email_norm, person.name) == (
        "Ines@weserwerk.example",
        "ines@weserwerk.example",
        "Ines Kaltenbach",
    )
    assert not person.is_staff


def test_coming_in_is_written_down_for_those_who_lead(token):
    invitations.accept(invitations.open(token), user=ANYBODY, password=NEW_PASSWORD)
    event = AuditEvent.objects.get()
    assert (event.verb, event.about, event.by_name) == ("member.joined", "Ines Kaltenbach", "Ines Kaltenbach")


def test_a_participant_coming_in_is_not_written_down(opened, owner):
    token = invitations.issue(factories.unregistered(), by=owner)
    invitations.accept(invitations.open(token), user=ANYBODY, password=NEW_PASSWORD)
    assert not AuditEvent.objects.exists()


def test_an_invitation_works_once(token):
    invitation = invitations.open(token)
    invitations.accept(invitation, user=ANYBODY, password=NEW_PASSWORD)
    with pytest.raises(AccountError, match="schon angenommen"):
        invitations.open(token)
    with pytest.raises(AccountError, match="schon angenommen"):
        invitations.accept(invitation, user=ANYBODY, password="ein anderer Satz")


def test_a_new_person_needs_a_password(token):
    with pytest.raises(AccountError):
        invitations.accept(invitations.open(token), user=ANYBODY)
    assert not User.objects.filter(email_norm="ines@weserwerk.example").exists()


def test_an_existing_person_comes_in_as_themselves_and_keeps_their_password(token, newcomer):
    person = factories.user("ines@WESERWERK.example")
    before = person.password
    invitations.accept(invitations.open(token), user=person, password="von jemand anderem")
    person.refresh_from_db()
    newcomer.refresh_from_db()
    assert newcomer.user == person
    assert person.password == before


def test_nobody_takes_over_an_existing_persons_sign_in(token):
    person = factories.user("ines@weserwerk.example")
    before = person.password
    with pytest.raises(AccountError, match="schon einen Zugang"):
        invitations.accept(invitations.open(token), user=ANYBODY, password="von jemand anderem")
    person.refresh_from_db()
    assert person.password == before
    assert Invitation.objects.get().used_at is None


def test_somebody_else_cannot_take_an_invitation(token, lead, newcomer):
    with pytest.raises(AccountError, match="anderen Adresse"):
        invitations.accept(invitations.open(token), user=lead.user)
    newcomer.refresh_from_db()
    assert newcomer.user is None


def test_a_tied_membership_stays_with_its_person(opened, participant_member, owner):
    token = invitations.issue(participant_member, by=owner)
    Membership.objects.filter(pk=participant_member.pk).update(
        email="neu@x.example", email_norm="neu@x.example"
    )
    stranger = factories.user("neu@x.example")
    with pytest.raises(AccountError, match="anderen Adresse"):
        invitations.accept(invitations.open(token), user=stranger)


def test_an_invitation_ends_with_the_access_it_was_for(token, newcomer):
    Membership.objects.filter(pk=newcomer.pk).update(is_active=False)
    with pytest.raises(AccountError, match="zurückgezogen"):
        invitations.open(token)


def test_a_second_invitation_leaves_the_first_one_good(token, newcomer, owner):
    invitations.issue(newcomer, by=owner)
    assert invitations.open(token)


def test_what_stands_between_the_link_and_coming_in(token, lead):
    invitation = invitations.open(token)
    assert invitations.door(invitation, ANYBODY) is Door.NEW
    assert invitations.door(invitation, lead.user) is Door.STRANGER
    person = factories.user("ines@weserwerk.example")
    assert invitations.door(invitation, ANYBODY) is Door.SIGN_IN
    assert invitations.door(invitation, person) is Door.READY
