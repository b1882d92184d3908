"""Roles: who may give and take them, and that somebody always remains."""

import threading

import pytest
from django.db import connection

from accounts import invitations, memberships
from accounts.errors import AccountError
from accounts.models import AuditEvent, Membership, Role
from mail.models import Message
from tenancy.scope import ScopeError, scope
from tests import factories

pytestmark = pytest.mark.django_db
ROLES = [Role.PARTICIPANT, Role.LEAD, Role.OWNER]
MAY_GRANT = {
    Role.OWNER: {Role.OWNER, Role.LEAD, Role.PARTICIPANT},
    Role.LEAD: {Role.LEAD, Role.PARTICIPANT},
    Role.PARTICIPANT: set(),
}


@pytest.fixture
def opened(organisation):
    with scope(organisation):
        yield organisation


@pytest.mark.parametrize(
    ("name", "first_name"),
    [("Dr. Jana Vogt", "Jana"), ("Prof. Dr.", "Prof. Dr."), ("Person 14", "Person 14")],
)
def test_people_are_called_by_the_first_word_that_is_no_title(opened, name, first_name):
    assert Membership(name=name).first_name == first_name


def test_names_sort_as_german_readers_expect(opened):
    names = [
        "Zoë Adler",
        "Prof. Dr. Çelik",
        "Ärmel",
        "Arndt",
        "Straßer",
        "Strasse",
        "Ida",
        "İnci",
        "ole",
        "Öz",
    ]
    for name in names:
        factories.membership(name)
    found = [str(one) for one in Membership.objects.by_name()]
    assert found == [
        "Ärmel",
        "Arndt",
        "Prof. Dr. Çelik",
        "Ida",
        "İnci",
        "ole",
        "Öz",
        "Strasse",
        "Straßer",
        "Zoë Adler",
    ]


def fresh(membership: Membership) -> Membership:
    return Membership.objects.get(pk=membership.pk)


def last_event() -> tuple[str, str, str]:
    event = AuditEvent.objects.first()
    return event.verb, event.about, event.by_name


# Inviting


def test_an_invited_person_gets_a_role_and_a_mail(opened, owner):
    member = memberships.invite(name="Ruth Aumann", email="Ruth@weserwerk.example", role=Role.LEAD, by=owner)
    assert (member.role, member.user, member.email_norm) == (Role.LEAD, None, "ruth@weserwerk.example")
    mail = Message.objects.get()
    assert (mail.kind, mail.recipient, mail.sensitive) == (
        "member.invitation",
        "Ruth@weserwerk.example",
        True,
    )
    assert mail.reply_to == owner.email
    assert mail.sender_name == "Weserwerk über Umento"
    assert last_event() == ("member.invited", "Ruth Aumann", "Sabine Reuter")


def test_the_link_in_the_mail_is_absolute_and_good(opened, owner):
    memberships.invite(name="Ruth Aumann", email="ruth@weserwerk.example", role=Role.LEAD, by=owner)
    link = Message.objects.get().text.split("http://localhost:8000/join/")[1].split("/")[0]
    assert invitations.open(link).membership.name == "Ruth Aumann"


def test_a_new_person_gets_language_and_zone_of_the_house(opened, owner):
    type(opened).objects.filter(pk=opened.pk).update(language="en", zone="Europe/Lisbon")
    member = memberships.invite(name="Ruth Aumann", email="ruth@weserwerk.example", role=Role.LEAD, by=owner)
    assert (member.language, member.zone) == ("en", "Europe/Lisbon")


def test_a_participant_can_be_raised_and_keeps_their_name(opened, owner, participant_member):
    memberships.invite(name="Jana", email="JANA@weserwerk.example", role=Role.LEAD, by=owner)
    member = fresh(participant_member)
    assert (member.role, member.name) == (Role.LEAD, "Jana Vogt")


def test_somebody_who_has_the_role_is_not_invited_again(opened, owner, lead):
    with pytest.raises(AccountError, match="gehört schon dazu, als Programmleitung"):
        memberships.invite(name="Leon", email=lead.email, role=Role.LEAD, by=owner)
    assert not Message.objects.exists()


def test_an_invitation_never_lowers_a_role(opened, owner, lead):
    with pytest.raises(AccountError):
        memberships.invite(name="Leon", email=lead.email, role=Role.PARTICIPANT, by=owner)
    assert fresh(lead).role == Role.LEAD


def test_an_invitation_gives_ended_access_back(opened, owner, lead):
    memberships.end(lead, by=owner)
    memberships.invite(name="Leon", email=lead.email, role=Role.LEAD, by=owner)
    assert fresh(lead).is_active


def test_a_reminder_sends_a_second_link(opened, owner):
    member = memberships.invite(name="Ruth", email="ruth@weserwerk.example", role=Role.LEAD, by=owner)
    memberships.remind(member, by=owner)
    assert Message.objects.count() == 2


def test_nobody_is_reminded_who_has_come_in(opened, owner, lead):
    with pytest.raises(AccountError, match="braucht keine Einladung"):
        memberships.remind(lead, by=owner)


# Granting


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("granted", ROLES)
def test_roles_are_granted_up_to_ones_own_and_by_participants_never(opened, role, granted):
    by = factories.membership(role=role)
    assert memberships.may_grant(by, granted) == (granted in MAY_GRANT[role])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("held", ROLES)
@pytest.mark.parametrize("wanted", ROLES)
def test_a_role_changes_only_within_what_one_may_grant(opened, owner, role, held, wanted):
    by, member = factories.membership(role=role), factories.membership(role=held)
    allowed = {held, wanted} <= MAY_GRANT[role]
    try:
        memberships.change_role(member, wanted, by=by)
    except AccountError:
        assert not allowed
        assert fresh(member).role == held
    else:
        assert allowed
        assert fresh(member).role == wanted


def test_a_lead_cannot_invite_an_owner_or_end_one(opened, owner, lead):
    with pytest.raises(AccountError):
        memberships.invite(name="Ruth", email="ruth@weserwerk.example", role=Role.OWNER, by=lead)
    with pytest.raises(AccountError):
        memberships.end(owner, by=lead)


def test_a_changed_role_is_written_down(opened, owner, lead):
    memberships.change_role(lead, Role.OWNER, by=owner)
    event = AuditEvent.objects.first()
    assert (event.verb, event.detail) == ("member.role_changed", {"before": "lead", "after": "owner"})


def test_the_role_somebody_has_is_no_change(opened, owner, lead):
    memberships.change_role(lead, Role.LEAD, by=owner)
    assert not AuditEvent.objects.exists()


def test_ended_access_is_written_down(opened, owner, lead):
    memberships.end(lead, by=owner)
    assert not fresh(lead).is_active
    assert last_event() == ("member.ended", "Leon Hartwig", "Sabine Reuter")


def test_whose_access_has_ended_can_do_nothing_more(opened, owner, lead):
    other = factories.membership(role=Role.OWNER)
    memberships.end(owner, by=other)
    with pytest.raises(AccountError, match="beendet"):
        memberships.change_role(lead, Role.PARTICIPANT, by=owner)


def test_roles_are_changed_only_inside_an_organisation(organisation, owner, lead):
    with pytest.raises(ScopeError):
        memberships.change_role(lead, Role.PARTICIPANT, by=owner)


# The last owner


def test_the_last_owner_cannot_go(opened, owner):
    with pytest.raises(AccountError, match="mindestens eine Person"):
        memberships.end(owner, by=owner)
    with pytest.raises(AccountError, match="mindestens eine Person"):
        memberships.change_role(owner, Role.LEAD, by=owner)
    assert fresh(owner).is_active
    assert fresh(owner).is_owner


def test_an_owner_who_never_came_in_does_not_count(opened, owner):
    factories.unregistered(role=Role.OWNER)
    with pytest.raises(AccountError):
        memberships.end(owner, by=owner)


def test_an_owner_whose_account_is_closed_does_not_count(opened, owner):
    other = factories.membership(role=Role.OWNER)
    type(other.user).objects.filter(pk=other.user_id).update(is_active=False)
    with pytest.raises(AccountError):
        memberships.end(owner, by=owner)


def test_one_of_two_owners_may_go(opened, owner):
    factories.membership(role=Role.OWNER)
    memberships.end(owner, by=owner)
    assert not fresh(owner).is_active


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_end_each_other_at_once_leave_one(organisation):
    with scope(organisation):
        pair = [factories.membership(role=Role.OWNER) for _ in range(2)]
    for _ in range(10):
        _at_once(organisation, pair)
        with scope(organisation):
            left = Membership.objects.filter(role=Role.OWNER, is_active=True)
            assert left.count() == 1
            Membership.objects.update(is_active=True)


def _at_once(organisation, pair: list[Membership]) -> None:
    gate = threading.Barrier(2)

    def end(member: Membership, by: Membership) -> None:
        try:
            gate.wait()
            with scope(organisation):
                memberships.end(member, by=by)
        except AccountError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=(pair[i], pair[1 - i])) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# A person's own memberships


def test_a_person_finds_their_active_memberships_by_name_of_the_house(
    owner, organisation, other_organisation
):
    with scope(other_organisation):
        factories.membership(user=owner.user)
    third = factories.organisation("aurora")
    with scope(third):
        factories.membership(user=owner.user, is_active=False)
    houses = [membership.organisation.slug for membership in memberships.of_user(owner.user)]
    assert houses == ["nordlicht", "weserwerk"]
