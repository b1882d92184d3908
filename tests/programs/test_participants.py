from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Membership
from mail.models import Message
from programs import participants, times
from programs.errors import ProgramError
from programs.models import Participant
from programs.times import Window
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

NEW = {"name": "Petra Neu", "email": "Petra.Neu@weserwerk.example", "side": "mentee", "language": "de"}


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return factories.program(lead=lead, phase="enrolment")


def path(name: str, program, **kwargs: str) -> str:
    where = {"organisation": "weserwerk", "program": program.public_id, **kwargs}
    return reverse(f"programs:{name}", kwargs=where)


def test_add_puts_somebody_new_on_the_list_and_writes_to_nobody(organisation, program, lead):
    with scope(organisation):
        added = participants.add(program, by=lead, department="Einkauf", level=None, **NEW)
        assert (added.standing, added.side) == ("imported", "mentee")
        person = added.membership
        assert (person.email_norm, person.department, person.user) == (
            "petra.neu@weserwerk.example",
            "Einkauf",
            None,
        )
        assert AuditEvent.objects.get().verb == "participant.added"
        assert not Message.objects.exists()


def test_add_finds_whoever_the_house_knows_and_keeps_what_hr_leaves_empty(organisation, program, lead):
    with scope(organisation):
        known = factories.membership(
            "Jana Vogt", email="petra.neu@weserwerk.example", department="IT", place="Bremen"
        )
        added = participants.add(program, by=lead, department="Einkauf", place="", **NEW)
        known.refresh_from_db()
        assert added.membership == known
        assert (known.name, known.department, known.place) == ("Jana Vogt", "Einkauf", "Bremen")


def test_add_refuses_somebody_twice(organisation, program, lead):
    with scope(organisation):
        participants.add(program, by=lead, **NEW)
        with pytest.raises(ProgramError, match="schon dabei"):
            participants.add(program, by=lead, **NEW)
        assert Participant.objects.count() == 1


def test_remove_is_for_people_who_were_never_invited(organisation, program, lead):
    with scope(organisation):
        person = factories.participant(program, standing="invited")
        with pytest.raises(ProgramError, match="entscheidet selbst"):
            participants.remove(person, by=lead)
        Participant.objects.update(standing="imported")
        participants.remove(person, by=lead)
        assert not Participant.objects.exists()
        assert Membership.objects.filter(pk=person.membership_id).exists()


def test_participant_list_shows_people_with_what_they_gave(organisation, program, lead, client_for):
    with scope(organisation):
        person = factories.membership("Jana Vogt", department="IT", place="Bremen")
        factories.participant(program, membership=person)
        times.replace(person, [Window(0, 540, 720)])
    response = client_for(lead).get(path("participant_list", program))
    [row] = response.context["page"]
    assert (str(row), row.status, row.has_times) == ("Jana Vogt", "bereit", True)


def test_an_empty_list_offers_ways_to_fill_it(program, lead, client_for):
    html = client_for(lead).get(path("participant_list", program)).content.decode()
    assert path("roster_upload", program) in html
    assert path("participant_add", program) in html
    assert path("joining_ways", program) in html
    assert "Minuten" in html


def test_participant_add_keeps_what_was_typed_when_something_is_wrong(
    organisation, program, lead, client_for
):
    client = client_for(lead)
    response = client.post(path("participant_add", program), NEW | {"email": "petra", "level": "viel"})
    assert set(response.context["form"].errors) == {"email", "level"}
    assert 'value="Petra Neu"' in response.content.decode()
    with scope(organisation):
        assert not Participant.objects.exists()


def test_participant_add_leads_back_to_the_list_or_to_the_next_person(program, lead, client_for):
    client = client_for(lead)
    first = client.post(path("participant_add", program), NEW)
    assert first.url == path("participant_list", program)
    twice = client.post(path("participant_add", program), NEW)
    assert "schon dabei" in twice.context["form"].errors["email"][0]
    second = client.post(path("participant_add", program), NEW | {"email": "max@x.example", "another": "1"})
    assert second.url == path("participant_add", program)


@pytest.mark.parametrize(
    ("invited", "reminded", "reason"),
    [(1, None, "Erinnern geht ab dem"), (9, 1, "höchstens einmal erinnert")],
)
def test_a_reminder_that_is_not_possible_is_a_disabled_button_with_the_reason(
    organisation, program, lead, client_for, invited, reminded, reason
):
    with scope(organisation):
        person = factories.participant(
            program,
            standing="invited",
            invited_at=clock.now() - timedelta(days=invited),
            reminded_at=reminded and clock.now() - timedelta(days=reminded),
        )
    html = (
        client_for(lead)
        .get(path("participant_detail", program, participant=person.public_id))
        .content.decode()
    )
    assert reason in html
    assert 'aria-disabled="true" aria-describedby="remind-why"' in html


def test_participant_detail_of_another_program_is_a_404(organisation, program, lead, client_for):
    with scope(organisation):
        other = factories.participant()
    assert (
        client_for(lead).get(path("participant_detail", program, participant=other.public_id)).status_code
        == 404
    )
    assert client_for(lead).get(path("participant_list", other.program)).status_code == 404


def test_participant_remove_takes_somebody_off_the_list(organisation, program, lead, client_for):
    with scope(organisation):
        person = factories.participant(program, standing="imported")
    response = client_for(lead).post(path("participant_remove", program, participant=person.public_id))
    assert response.url == path("participant_list", program)
    with scope(organisation):
        assert not Participant.objects.exists()


def test_participants_invite_shows_the_mail_and_sends_nothing_yet(organisation, program, lead, client_for):
    with scope(organisation):
        factories.participant(program, standing="imported", membership=factories.unregistered("Petra Neu"))
    response = client_for(lead).get(path("participants_invite", program))
    subject, text = response.context["preview"]
    assert "Guten Tag Petra Neu" in text
    assert subject in response.content.decode().replace("&quot;", '"')
    with scope(organisation):
        assert not Message.objects.exists()


def test_participants_invite_writes_to_the_chosen_ones(organisation, program, lead, client_for):
    with scope(organisation):
        people = [factories.participant(program, standing="imported") for _ in range(2)]
        foreign = factories.participant(standing="imported")
    client = client_for(lead)
    assert (
        client.post(path("participants_invite", program), {"participants": [foreign.pk]}).status_code == 200
    )
    assert client.post(path("participants_invite", program)).context["form"].errors
    response = client.post(path("participants_invite", program), {"participants": [people[0].pk]})
    assert response.url == path("participant_list", program)
    with scope(organisation):
        assert [mail.recipient for mail in Message.objects.all()] == [people[0].membership.email]


def test_participants_invite_of_a_draft_says_why_not(organisation, program, lead, client_for):
    with scope(organisation):
        person = factories.participant(program, standing="imported")
        program.phase = "draft"
        program.save()
    response = client_for(lead).post(path("participants_invite", program), {"participants": [person.pk]})
    assert "noch ein Entwurf" in response.content.decode()


def test_participants_remind_answers_with_a_sentence_either_way(organisation, program, lead, client_for):
    response = client_for(lead).post(path("participants_remind", program), follow=True)
    assert "frühestens drei Tage" in response.content.decode()


def test_set_capacity_gives_room_for_another_tandem_and_is_written_down_once(organisation, program, lead):
    with scope(organisation):
        person = factories.participant(program)
        for _ in range(2):
            participants.set_capacity(person, number=2, by=lead)
        person.refresh_from_db()
        assert person.capacity == 2
        assert AuditEvent.objects.get().detail == {"name": str(person), "number": 2}


@pytest.mark.parametrize("number", [0, 4])
def test_set_capacity_refuses_none_and_too_many(organisation, program, lead, number):
    with scope(organisation):
        person = factories.participant(program)
        with pytest.raises(ProgramError, match="1 bis 3"):
            participants.set_capacity(person, number=number, by=lead)


def test_participant_capacity_saves_and_ignores_nonsense(client_for, organisation, program, lead):
    with scope(organisation):
        person = factories.participant(program)
    url = path("participant_capacity", program, participant=person.public_id)
    detail = path("participant_detail", program, participant=person.public_id)
    for number in ("3", "9", "x", ""):
        assert client_for(lead).post(url, {"number": number}).url == detail
    with scope(organisation):
        assert Participant.objects.get().capacity == 3
    assert "Tandems zur selben Zeit" in client_for(lead).get(detail).content.decode()


@pytest.mark.parametrize(
    ("state", "number"),
    [("active", 1), ("paused", 1), ("asked_mentor", 1), ("declined", 1), ("not_formed", 3), ("ended", 3)],
)
def test_waiting_are_those_without_a_tandem_and_a_no_is_still_one(organisation, program, state, number):
    with scope(organisation):
        factories.tandem(program, state=state)
        factories.participant(program)
        factories.participant(program, answered_at=None)
        factories.participant(program, standing="left")
        factories.tandem()
        assert participants.waiting(program).count() == number


def test_a_department_that_the_function_names_is_not_said_twice(program, organisation):
    with scope(organisation):
        person = factories.participant(program)
    for function, department, line in (
        ("Vorstand Technik", "Technik", "Vorstand Technik"),
        ("Trainee", "Technik", "Trainee, Technik"),
        ("", "Technik", "Technik"),
        ("Trainee", "", "Trainee"),
    ):
        person.membership.job_title, person.membership.department = function, department
        assert person.line == line
