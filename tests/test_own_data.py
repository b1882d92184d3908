"""What people can take along is complete, and theirs alone: every table that refers to a person is here."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Membership
from programs import own_data
from programs.models import Tandem
from tenancy import clock
from tenancy.scope import scope
from tests import factories, samples

pytestmark = pytest.mark.django_db

#: Where in the file a row stands that refers to the person by this field.
TOLD = {
    "accounts.Membership.manager": "person",
    "accounts.Invitation.membership": "invitations",
    "accounts.AuditEvent.by": "audit_trail",
    "programs.AbsentManager.membership": "person",
    "programs.SecondLine.membership": "person",
    "programs.HelpRequest.asked_by": "help_requests",
    "programs.Participant.membership": "programs",
    "programs.ProgramLead.membership": "led_programs",
    "programs.WeeklyTime.membership": "weekly_times",
    "mentoring.Absence.person": "absences",
    "mentoring.BookingKey.person": "sent_forms",
    "mentoring.Busy.person": "busy_times",
    "mentoring.CalendarLink.person": "own_calendar",
    "mentoring.Delegate.person": "delegates",
    "mentoring.Feed.person": "calendars",
    "mentoring.MeetingRules.person": "rules",
    "mentoring.Note.written_by": "notes",
    "mentoring.ReminderChoice.person": "reminders",
    "mentoring.Session.booked_by": "programs",
    "mentoring.SessionChange.by": "changes",
    "mentoring.SessionReply.person": "calendar_answers",
    "mentoring.TimeRequest.asked_by": "time_requests",
    "feedback.SurveyRequest.membership": "feedback_requests",
}
WORK = "what somebody does for the house, not what is kept about them; the audit trail has it"
STAFF = "our own people in our own house, who take part in no program"
#: Why a reference is in no file.
NOT_TOLD = {
    "accounts.Invitation.invited_by": WORK,
    "matching.Inquiry.by": WORK,
    "matching.PairPin.by": WORK,
    "matching.Run.publish_by": WORK,
    "matching.Run.started_by": WORK,
    "matching.Step.by": WORK,
    "matching.Step.undone_by": WORK,
    "programs.GoalAmendment.by": WORK,
    "programs.GuardFinding.kept_by": WORK,
    "programs.MessageText.saved_by": WORK,
    "programs.OwnMessage.written_by": WORK,
    "programs.PhaseChange.by": WORK,
    "programs.Program.contact": WORK,
    "programs.PromiseGiven.by": WORK,
    "programs.ReportHeadline.by": WORK,
    "programs.RosterImport.asked_by": WORK,
    "programs.RosterImport.uploaded_by": WORK,
    "programs.Round.started_by": WORK,
    "programs.SecondLine.manager": "it says of somebody else to whom they report",
    "programs.TandemEvent.by": "the file says how the tandem stands; who had which part in it is nobody's to read",
    "website.DemoBooking.host": STAFF,
    "website.VideoRoom.host": STAFF,
    "website.WorkingHours.host": STAFF,
}
#: These belong to both of a tandem, whoever wrote them.
SHARED = {"mentoring.Session.booked_by", "mentoring.Note.written_by"}


@dataclass
class Two:
    """A tandem in its house, with one session."""

    tandem: Tandem
    mentor: Membership
    mentee: Membership


@pytest.fixture
def two(organisation):
    with scope(organisation):
        tandem = factories.tandem()
        factories.session(tandem)
        yield Two(tandem, *tandem.members)


def file(person: Membership) -> dict[str, Any]:
    """The file as it is read again."""
    return json.loads(json.dumps(own_data.file(person), cls=DjangoJSONEncoder))


def add(reference: str, person: Membership, tandem: Tandem) -> None:
    """Write a row that refers to the person, within the tandem where the table knows tandems."""
    label, name = reference.rsplit(".", 1)
    model = apps.get_model(label)
    if label == "accounts.Membership":
        person.manager = factories.membership()
        person.save()
    elif label == "mentoring.Feed":
        factories.feed(person)
    elif label == "mentoring.Absence":
        factories.absence(person)
    elif label == "programs.Participant":
        factories.participant(membership=person)
    elif label == "mentoring.Session":
        factories.session(tandem, number=2, starts_at=clock.now().replace(year=2030), booked_by=person)
    else:
        given = {"tandem": tandem, "session": tandem.sessions.first()}
        fields = {field.name for field in model._meta.concrete_fields if not field.null}
        samples.row(model, **{name: person} | {key: row for key, row in given.items() if key in fields})


def references() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Membership
    }


def test_every_reference_to_a_person_is_told_or_has_a_reason():
    assert references() == TOLD.keys() | NOT_TOLD.keys()
    assert not TOLD.keys() & NOT_TOLD.keys()


@pytest.mark.parametrize("reference", TOLD)
def test_what_is_kept_about_a_person_is_in_their_file(two, reference):
    before = file(two.mentor)
    add(reference, two.mentor, two.tandem)
    after = file(two.mentor)
    assert after[TOLD[reference]] != before[TOLD[reference]]


@pytest.mark.parametrize("reference", sorted(TOLD.keys() - SHARED))
def test_what_is_kept_about_the_other_one_is_not(two, reference):
    before = file(two.mentor)
    add(reference, two.mentee, two.tandem)
    assert file(two.mentor) == before


def test_an_agreement_is_told_with_the_other_ones_name_and_without_its_text(two):
    factories.agreement(two.tandem, takeaway="Mutiger fragen.")
    told = file(two.mentor)
    assert [(row["with"], row["version"]) for row in told["agreements"]] == [(two.mentee.name, 1)]
    assert "Mutiger" not in json.dumps(told)


def test_an_agreement_in_the_making_is_not_told(two):
    made = factories.agreement(two.tandem)
    made.agreed_at = None
    made.save()
    assert file(two.mentor)["agreements"] == []


def test_a_mentors_choice_after_postponements_is_theirs_alone(two):
    change = samples.row(apps.get_model("mentoring.SessionChange"), session=two.tandem.sessions.get())
    choice = apps.get_model("mentoring.PostponementChoice")
    samples.row(choice, tandem=two.tandem, change=change, chosen="pause")
    assert [row["chosen"] for row in file(two.mentor)["choices"]] == ["pause"]
    assert file(two.mentee)["choices"] == []


def test_of_a_calendar_only_the_server_and_of_the_private_address_nothing(two):
    factories.feed(two.mentor, "https://calendar.example.org/secret.ics")
    token = factories.calendar_token(two.mentor)
    text = json.dumps(file(two.mentor))
    assert "calendar.example.org" in text
    assert "secret" not in text and token not in text


def test_every_part_has_a_heading_in_the_readers_language(two):
    told = file(two.mentor)
    assert told["headings"].keys() == told.keys() - {"headings"}
    assert told["headings"]["weekly_times"] == "Wochenzeiten"
    with translation.override("en"):
        assert file(two.mentor)["headings"]["organisation"] == "Organisation"


def test_the_page_names_what_the_file_holds(two, organisation, client_for):
    factories.absence(two.mentor)
    factories.feed(two.mentor)
    factories.agreement(two.tandem)
    page = client_for(two.mentor).get(reverse("programs:privacy", args=[organisation.slug])).content.decode()
    for words in (
        "Abwesenheiten",
        "8. Februar 2027 bis 12. Februar 2027",
        "calendar.example.org",
        "Vereinbarungen",
    ):
        assert words in page
    assert "Vertretung für Termine" not in page


def test_the_number_of_queries_does_not_grow_with_what_is_kept(two):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            own_data.file(two.mentor)
        return len(queries)

    many = ["Absence.person", "Feed.person", "TimeRequest.asked_by", "SessionChange.by"]
    for name in many:
        add(f"mentoring.{name}", two.mentor, two.tandem)
    count()  # what the person brings along is read once
    before = count()
    for name in many:
        if name != "TimeRequest.asked_by":  # one at a time is open
            add(f"mentoring.{name}", two.mentor, two.tandem)
    assert count() == before
