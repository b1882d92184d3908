"""C5: whatever HR can see or do is the same for somebody who declined and somebody who is silent."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import AuditEvent, Invitation
from mail.models import Message
from programs import enrolment
from programs.errors import ProgramError
from programs.models import Participant
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

START = datetime(2027, 1, 4, 9, tzinfo=UTC)
DAYS = (0, 2, 3, 5, 20)


@pytest.fixture
def at(monkeypatch):
    def move_to(days: float) -> None:
        monkeypatch.setattr("tenancy.clock.system_now", lambda: START + timedelta(days=days))

    move_to(0)
    return move_to


@pytest.fixture
def invited(organisation, lead, at) -> Participant:
    with scope(organisation):
        program = factories.program(lead=lead, phase="enrolment")
        people = [factories.unregistered("Petra Neu"), factories.unregistered("Max Noch")]
        fresh = {"standing": "imported", "joined_at": None, "answered_at": None}
        found = [factories.participant(program, membership=person, **fresh) for person in people]
        enrolment.invite(found, by=lead)
        return Participant.objects.with_people().select_related("program").get(pk=found[0].pk)


@pytest.fixture
def compared(organisation, invited, lead, at):
    """Look with and without a no, with and without a reminder on the fourth day, and undo each."""

    def look_at(days: float, look, *, declines: bool):
        with scope(organisation), transaction.atomic():
            if declines:
                at(1)
                enrolment.decline(invited)
            if days >= 4:
                at(4)
                enrolment.remind(invited.program, by=lead)
            at(days)
            seen = look()
            transaction.set_rollback(True)
        return seen

    def check(look) -> None:
        for days in DAYS:
            assert look_at(days, look, declines=True) == look_at(days, look, declines=False)

    return check


@pytest.mark.parametrize(
    "name",
    [
        "participant_list",
        "participant_detail",
        "participants_invite",
        "participant_add",
        "message_list",
        "message_log",
    ],
)
@pytest.mark.parametrize("query", ["", "?status=invited"])
def test_every_page_of_hr_is_the_same(name, query, compared, invited, lead, client_for):
    client = client_for(lead)
    kwargs = {"organisation": "weserwerk", "program": invited.program.public_id}
    if name == "participant_detail":
        kwargs["participant"] = invited.public_id

    def look() -> tuple[int, str]:
        response = client.get(reverse(f"programs:{name}", kwargs=kwargs) + query)
        return response.status_code, re.sub(r'value="\w{64}"', "", response.content.decode())

    compared(look)


def test_reminding_says_the_same(compared, invited, lead, client_for):
    client = client_for(lead)
    url = reverse(
        "programs:participants_remind",
        kwargs={"organisation": "weserwerk", "program": invited.program.public_id},
    )
    compared(lambda: [str(said) for said in client.post(url, follow=True).context["messages"]])


def test_inviting_again_does_the_same(compared, invited, lead):
    compared(lambda: enrolment.invite([invited], by=lead))


def test_the_audit_trail_is_the_same(compared):
    compared(lambda: list(AuditEvent.objects.values("at", "by", "verb", "about", "detail")))


def test_nothing_of_the_rows_differs_but_the_wish_for_quiet(compared):
    columns = [field.attname for field in Participant._meta.fields if field.name != "quiet"]
    compared(lambda: list(Participant.objects.order_by("pk").values(*columns)))


def test_reminding_one_person_says_the_same(compared, invited, lead, client_for):
    client = client_for(lead)
    url = reverse(
        "programs:participant_remind",
        kwargs={
            "organisation": "weserwerk",
            "program": invited.program.public_id,
            "participant": invited.public_id,
        },
    )
    compared(lambda: [str(said) for said in client.post(url, follow=True).context["messages"]])


def test_the_mail_log_has_no_reminder_after_a_no(organisation, invited, lead, at):
    with scope(organisation):
        enrolment.decline(invited)
        at(4)
        enrolment.remind(invited.program, by=lead)
        to_them = Message.objects.filter(recipient=invited.membership.email)
        assert list(to_them.values_list("kind", flat=True)) == ["program.invitation"]
        assert Message.objects.filter(kind="program.reminder").count() == 1
        assert Invitation.objects.filter(membership=invited.membership).count() == 1


def test_nobody_is_reminded_twice_however_long_it_takes(organisation, invited, lead, at):
    with scope(organisation):
        at(4)
        enrolment.remind(invited.program, by=lead)
        for days in (8, 30, 200):
            at(days)
            with pytest.raises(ProgramError, match="höchstens einmal"):
                enrolment.remind(invited.program, by=lead)
        assert Message.objects.filter(kind="program.reminder").count() == 2
