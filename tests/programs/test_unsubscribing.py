import pytest
from django.test import Client
from django.urls import reverse

from mail import categories, stops, unsubscribing
from mail.emails import email_of
from mail.models import Category, Message, OptOut, State
from mail.outbox import enqueue_all
from programs import enrolment, letters
from programs.messages import PURPOSES
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(lead, organisation):
    with scope(organisation):
        return factories.program("Lernen", lead=lead)


@pytest.fixture
def reminder(program, lead, organisation) -> Message:
    """A mail that is not necessary."""
    with scope(organisation):
        person = factories.participant(program, membership=factories.unregistered(), standing="invited")
        token, until = enrolment.issue_link(person, by=lead)
        invitation = letters.invitation(person, token=token, expires_at=until)
        enqueue_all([invitation, letters.reminder(person, token=token, expires_at=until)])
        return Message.objects.get(kind="program.reminder")


@pytest.fixture
def anybody() -> Client:
    """Without a cookie, and with Django's protection against forgery in force."""
    return Client(enforce_csrf_checks=True)


def link(message: Message) -> str:
    return unsubscribing.path(message.organisation_id, message.public_id)


def stopped(organisation) -> set[str]:
    with scope(organisation):
        return set(OptOut.objects.values_list("category", flat=True))


def test_such_a_mail_says_how_to_unsubscribe_in_its_head_and_foot(reminder, organisation):
    with scope(organisation):
        head = email_of(reminder).extra_headers
        invitation = Message.objects.get(kind="program.invitation")
        assert "List-Unsubscribe" not in email_of(invitation).extra_headers
    assert head["List-Unsubscribe"].endswith(f"{link(reminder)}>")
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link(reminder) in reminder.text and link(reminder) in reminder.html
    assert "/u/" not in invitation.text + invitation.html


def test_looking_at_the_page_unsubscribes_nobody(reminder, organisation, anybody):
    for _ in range(10):
        assert anybody.get(link(reminder)).status_code == anybody.head(link(reminder)).status_code == 200
    assert stopped(organisation) == set()


def test_one_click_of_a_mail_program_is_enough(reminder, organisation, anybody):
    answer = anybody.post(link(reminder), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert stopped(organisation) == {Category.PROGRAM}


def test_what_is_queued_already_is_not_sent(reminder, organisation, anybody):
    anybody.post(link(reminder), {"List-Unsubscribe": "One-Click"})
    with scope(organisation):
        stops.settle(Message.objects.filter(state=State.WAITING))
        states = dict(Message.objects.values_list("kind", "state"))
    assert states == {"program.invitation": State.WAITING, "program.reminder": State.UNWANTED}


def test_the_page_takes_it_back(reminder, organisation, client):
    client.post(link(reminder))
    answer = client.post(f"{link(reminder)}again/", follow=True)
    assert answer.status_code == 200
    assert stopped(organisation) == set()


def test_everything_that_is_not_necessary_goes_with_one_button(reminder, organisation, client):
    client.post(link(reminder), {"everything": "1"})
    assert stopped(organisation) == set(Category)
    html = client.get(link(reminder)).content.decode()
    assert all(str(category.label) in html for category in Category)
    client.post(f"{link(reminder)}again/")
    assert stopped(organisation) == set()


def test_a_link_of_another_mail_house_or_making_opens_nothing(
    reminder, organisation, other_organisation, client
):
    mine = link(reminder)
    with scope(organisation):
        necessary = Message.objects.get(kind="program.invitation")
    elsewhere = mine.replace(f"/u/{organisation.pk}-", f"/u/{other_organisation.pk}-")
    for address in (mine[:-2] + "z/", elsewhere, link(necessary), "/u/1-x/"):
        assert client.post(address).status_code == 404
    assert stopped(organisation) == stopped(other_organisation) == set()


def test_the_same_choice_stands_with_the_notifications(organisation, participant_member, client_for):
    client = client_for(participant_member)
    page = reverse("sessions:reminder_choices", args=[organisation.slug])
    answer = client.post(
        reverse("programs:mail_choices", args=[organisation.slug]), {"wanted": ["tandem"]}, follow=True
    )
    assert answer.redirect_chain[-1][0] == page
    assert stopped(organisation) == {Category.PROGRAM, Category.FEEDBACK}


def test_every_kind_one_can_unsubscribe_from_is_a_mail_of_ours():
    assert set(categories.OPTIONAL) <= set(PURPOSES)


def test_the_mail_of_a_tandem_still_to_come_can_be_left_out():
    assert categories.of("tandem.waiting") == Category.PROGRAM
