"""Every mail of the app, in German with Sie and with Du and in English."""

import re
from dataclasses import replace

import html5lib
import pytest

from mail.models import Message
from programs import enrolment, help_requests, letters, tandems
from programs.models import Tandem
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

KINDS = {
    "program.invitation",
    "program.reminder",
    "program.joining",
    "program.help_asked",
    "tandem.proposal_reminder",
    "tandem.nudge",
    "tandem.help_offer",
    "tandem.proposal_mentor",
    "tandem.proposal_mentee",
    "tandem.confirmed",
    "tandem.not_formed",
    "tandem.ended",
}
REASONS = [{"code": "skills_met", "params": {"met": [{"skill": "Excel & Co"}], "unmet": []}}]


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def tandem(lead) -> Tandem:
    program = factories.program("Auf Augenhöhe", lead=lead)
    mentor = factories.participant(
        program, membership=factories.membership("Jana O'Neill", email="jana@x.example")
    )
    mentee = factories.participant(
        program,
        side="mentee",
        membership=factories.membership("Heinz Brenner", job_title="Vorstand", email="h@x.example"),
    )
    return tandems.propose(program, mentor=mentor, mentee=mentee, reasons=REASONS, by=lead)


def everything(tandem: Tandem, lead) -> None:
    """Write one of each."""
    letters.proposal_reminder(tandem, "mentor", until=tandem.answer_until)
    letters.not_formed(tandem)
    for person in tandem.members:
        tandems.accept(tandem, by=person)
    for step in (1, 2, 3):
        letters.nudge(tandem, step=step, since=tandem.started_at)
    help_requests.ask(tandem, topic="time", text="Ein Satz", by=tandem.mentor.membership)
    tandems.end(tandem, by=lead)
    program = tandem.program
    for side, language in (("mentor", "de"), ("mentee", "en")):
        person = factories.unregistered(language=language)
        invited = factories.participant(program, membership=person, side=side, standing="imported")
        enrolment.invite([invited], by=lead)
        invited.refresh_from_db()
        token, until = enrolment.issue_link(invited, by=lead)
        letters.enqueue(letters.reminder(invited, token=token, expires_at=until))
        nominated = letters.invitation(
            invited, token=token, expires_at=until, nominated_by="Ines Kaltenbach", line="Das passt zu dir."
        )
        letters.enqueue(replace(nominated, revision=1))
        letters.enqueue(letters.joining(factories.joining_request(program, language=language)))


@pytest.mark.parametrize(("address", "language"), [("sie", "de"), ("du", "de"), ("", "en")])
def test_every_mail_is_complete_in_text_and_html(address, language, organisation, tandem, lead):
    organisation.address = address
    organisation.save()
    for person in tandem.members:
        person.language = language
        person.save()
    everything(Tandem.objects.with_people().get(), lead)
    mails = Message.objects.all()
    assert {mail.kind for mail in mails} == KINDS
    for mail in mails:
        assert mail.subject
        assert "http://localhost:8000/" in mail.text
        assert not re.search(r"{[{%]|&#|&amp;|&quot;|None|\n\n\n", mail.text), mail.text
        html5lib.HTMLParser(strict=True).parse(mail.html)
        assert mail.html.count('class="button"') == 1
        assert mail.reply_to == ("" if mail.kind == "program.help_asked" else lead.email)


def test_mails_come_from_the_house(tandem):
    assert Message.objects.get().sender_name == "Weserwerk über Umento"


def test_the_question_to_the_mentor_has_facts_a_deadline_and_no_points(tandem):
    mail = Message.objects.get()
    assert mail.subject == "Ein Vorschlag für ein Tandem"
    for text in (
        "Gesucht wird, was Sie zeigen können: Excel & Co",
        "Antwort bitte bis",
    ):
        assert text in mail.text
    assert mail.not_after == tandems.deadline(tandem, "mentor")
    assert f"/t/{tandem.public_id}/accept/" in mail.text


def test_no_link_of_a_mail_about_a_tandem_does_anything_by_being_opened(
    tandem, lead, client_for, organisation
):
    everything(tandem, lead)
    before = list(Tandem.objects.values())
    for mail in Message.objects.filter(kind__startswith="tandem."):
        for url in re.findall(r"http://localhost:8000(/\S+)", mail.text):
            for person in tandem.members:
                client_for(person).get(url)
    assert list(Tandem.objects.values()) == before


def test_the_token_stands_in_the_body_alone(lead):
    person = factories.unregistered()
    invited = factories.participant(membership=person, standing="imported")
    enrolment.invite([invited], by=lead)
    mail = Message.objects.get()
    token = mail.text.split("/i/")[1].split("/")[0]
    assert mail.sensitive
    preheader = mail.html.split("</div>")[0]
    assert token not in mail.subject + preheader


def test_somebody_who_left_gets_no_more_mail(tandem, lead):
    for person in tandem.members:
        tandems.accept(tandem, by=person)
    tandem.mentor.standing = "left"
    tandem.mentor.save()
    tandems.end(tandem, by=lead)
    assert [mail.recipient for mail in Message.objects.filter(kind="tandem.ended")] == ["h@x.example"]


@pytest.mark.parametrize("kind", ["proposal_mentor", "proposal_mentee", "proposal_reminder", "not_formed"])
def test_no_mail_before_both_have_agreed_names_the_other(kind, tandem):
    tandems.accept(tandem, by=tandem.mentor.membership)
    for side in ("mentor", "mentee"):
        letters.proposal_reminder(tandem, side, until=tandem.answer_until)
    letters.not_formed(tandem)
    mails = Message.objects.filter(kind=f"tandem.{kind}")
    assert mails
    for mail in mails:
        other = "Jana" if mail.recipient == "h@x.example" else "Heinz"
        assert other not in mail.subject + mail.text + mail.html


def test_the_mail_to_the_lead_names_nobody_and_nothing(tandem, lead):
    for person in tandem.members:
        tandems.accept(tandem, by=person)
    help_requests.ask(tandem, topic="chemistry", text="Wir reden aneinander vorbei.", by=tandem.members[0])
    mail = Message.objects.get(kind="program.help_asked")
    assert mail.recipient == lead.email
    for word in ("Jana", "Heinz", "Chemie", "vorbei"):
        assert word not in mail.subject + mail.text + mail.html


def test_in_german_the_sentence_after_the_greeting_goes_on_small(tandem, lead):
    everything(tandem, lead)
    told = list(Message.objects.filter(language="de"))
    assert told
    for message in told:
        for body in (message.text, re.sub("<[^>]+>", "", message.html)):
            assert not re.search(r"Guten Tag[^\n]*,\s+(Im|Das|Der|Die|Zu|Bis) ", body), message.kind
