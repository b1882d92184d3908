import re
from datetime import timedelta

import html5lib
import pytest
from django.urls import reverse

from mail.models import Message
from programs.models import MessageText, OwnMessage
from tenancy import clock
from tenancy.scope import scope
from tests import factories, samples

KIND = "program.invitation"
TYPED = {"subject": "Kommen Sie, {{vorname}}?", "body": "Liebe Runde,\n\nbis {{frist}}.", "seen": ""}


@pytest.fixture
def hr(client_for, lead):
    return client_for(lead)


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return factories.program("Lernen", lead=lead)


@pytest.fixture
def at(program):
    def address(page: str, **place) -> str:
        where = {"organisation": "weserwerk", "program": program.public_id} | place
        return reverse(f"programs:{page}", kwargs=where)

    return address


@pytest.fixture
def text_at(at):
    def address(page: str = "message_text", kind: str = KIND, form: str = "de") -> str:
        return at(page, kind=kind, form=form)

    return address


def texts(organisation) -> list[tuple[str, str]]:
    with scope(organisation):
        return list(MessageText.objects.values_list("form", "subject"))


def test_message_text_starts_with_our_proposal(hr, text_at):
    page = hr.get(text_at())
    assert page.context["form"]["subject"].value() == "Einladung zum Programm „{{programm}}“"
    assert [side for side, _mail in page.context["previews"]] == ["Mentor*in", "Mentee"]
    assert "Jana Beispiel" in page.content.decode()


def test_message_text_saves_and_the_list_says_so(hr, text_at, at, organisation):
    assert "angepasst" not in hr.get(at("message_list")).content.decode()
    assert hr.post(text_at(), TYPED).status_code == 302
    assert texts(organisation) == [("de", TYPED["subject"])]
    assert "angepasst" in hr.get(at("message_list")).content.decode()
    assert "Zurück zum Vorschlag" in hr.get(text_at()).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"subject": "{{vornmae}}"}, {"body": "{% include 'x' %}"}, {"subject": ""}, {"body": "x" * 3001}],
)
def test_message_text_with_a_mistake_keeps_what_was_typed_and_saves_nothing(wrong, hr, text_at, organisation):
    page = hr.post(text_at(), TYPED | wrong)
    assert page.status_code == 200
    for name, value in (TYPED | wrong).items():
        assert page.context["form"][name].value() == value
    assert page.context["previews"] == []
    assert texts(organisation) == []


def test_message_text_makes_one_line_of_a_subject(hr, text_at, organisation):
    hr.post(text_at(), TYPED | {"subject": "Eins\r\nBcc: x@example.org\tzwei"})
    assert texts(organisation) == [("de", "Eins Bcc: x@example.org zwei")]


def test_message_text_shows_both_texts_when_somebody_else_saved(hr, text_at, organisation):
    hr.post(text_at(), TYPED)
    page = hr.post(text_at(), TYPED | {"subject": "Mein Text"})
    html = page.content.decode()
    assert "inzwischen" in html
    assert "Kommen Sie, {{vorname}}?" in html
    assert page.context["form"]["subject"].value() == "Mein Text"
    assert texts(organisation) == [("de", TYPED["subject"])]
    again = {name: page.context["form"][name].value() for name in TYPED}
    assert hr.post(text_at(), again).status_code == 302
    assert texts(organisation) == [("de", "Mein Text")]


@pytest.mark.parametrize(
    ("kind", "form"),
    [("tandem.not_formed", "de"), ("session.booked", "de"), ("x", "de"), (KIND, "fr"), (KIND, "de-ch")],
)
def test_message_text_of_what_is_fixed_or_unknown_is_nowhere(kind, form, hr, text_at):
    for page in ("message_text", "message_text_preview", "message_text_test", "message_text_reset"):
        assert hr.post(text_at(page, kind, form), TYPED).status_code == 404


def test_message_text_preview_shows_what_is_typed_and_saves_nothing(hr, text_at, organisation):
    page = hr.post(text_at("message_text_preview"), TYPED)
    assert "Kommen Sie, Jana?" in page.content.decode()
    assert page.context["form"]["body"].value() == TYPED["body"]
    assert texts(organisation) == []


def test_message_text_preview_for_the_script_is_the_part_alone(hr, text_at):
    html = hr.post(text_at("message_text_preview"), TYPED, headers={"HX-Request": "true"}).content.decode()
    assert "Kommen Sie, Jana?" in html
    assert "<html" not in html


def test_message_text_preview_names_a_mistake(hr, text_at):
    typed = TYPED | {"body": "{{vornmae}}"}
    html = hr.post(text_at("message_text_preview"), typed, headers={"HX-Request": "true"}).content.decode()
    assert "Gemeint ist {{vorname}}?" in html


def test_message_text_preview_escapes_what_is_typed(hr, text_at):
    html = hr.post(
        text_at("message_text_preview"), TYPED | {"body": "<script>alert(1)</script>"}
    ).content.decode()
    assert "<script>alert" not in html


def test_message_text_test_goes_to_oneself_and_keeps_what_was_typed(hr, text_at, organisation, lead):
    page = hr.post(text_at("message_text_test"), TYPED)
    assert page.context["form"]["body"].value() == TYPED["body"]
    with scope(organisation):
        mail = Message.objects.get()
    assert (mail.recipient, mail.subject) == (lead.email, "Kommen Sie, Leon?")
    assert texts(organisation) == []


def test_message_text_test_is_not_for_many(hr, text_at, organisation):
    for _turn in range(12):
        page = hr.post(text_at("message_text_test"), TYPED)
    assert "viele Testmails" in page.content.decode()
    with scope(organisation):
        assert Message.objects.count() == 10


def test_message_text_reset_brings_our_proposal_back(hr, text_at, organisation):
    hr.post(text_at(), TYPED)
    hr.post(text_at("message_text_reset"))
    assert texts(organisation) == []


def draft(**changes) -> dict:
    return {
        "group": "all",
        "when": "now",
        "subject_de": "Hallo {{vorname}}",
        "body_de": "Bald geht es los.",
    } | changes


def test_message_write_keeps_a_message_for_now(hr, at, organisation):
    answer = hr.post(at("message_write"), draft(), follow=True)
    assert "Hallo {{vorname}}" in answer.content.decode()
    with scope(organisation):
        assert OwnMessage.objects.get().send_at <= clock.now()


def test_message_write_takes_the_time_of_the_house(hr, at, organisation):
    hr.post(at("message_write"), draft(when="later", day="2031-01-15", time="09:30"))
    with scope(organisation):
        assert OwnMessage.objects.get().send_at.isoformat() == "2031-01-15T08:30:00+00:00"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"group": "declined"}, ""),
        ({"group": ""}, ""),
        ({"subject_de": ""}, "Bitte ausfüllen."),
        ({"body_de": ""}, "Bitte ausfüllen."),
        ({"body_en": "Only a text"}, "Bitte ausfüllen."),
        ({"body_de": "{{frist}}"}, "gibt es in dieser Mail nicht"),
        ({"subject_en": "{{a.b}}", "body_en": "x"}, "gibt es in dieser Mail nicht"),
        ({"when": "later"}, "sofort"),
        ({"when": "later", "day": "2020-01-01", "time": "09:00"}, "schon vorbei"),
        ({"when": "later", "day": "gestern", "time": "morgens"}, ""),
    ],
)
def test_message_write_refuses_and_keeps_what_was_typed(changes, sentence, hr, at, organisation):
    page = hr.post(at("message_write"), draft(**changes))
    assert page.status_code == 200
    assert page.context["form"].errors
    if sentence:
        assert sentence in page.content.decode()
    for name, value in draft(**changes).items():
        assert page.context["form"][name].value() == value
    with scope(organisation):
        assert not OwnMessage.objects.exists()


def test_message_detail_hints_at_the_night(hr, at, organisation, program):
    with scope(organisation):
        night = (clock.now() + timedelta(days=3)).replace(hour=23, minute=30)
        message = factories.own_message(program, send_at=night)
    page = hr.get(at("message_detail", message=message.public_id)).content.decode()
    assert "außerhalb der üblichen Arbeitszeit" in page


def test_message_withdraw_takes_it_back_once(hr, at, organisation, program):
    with scope(organisation):
        message = factories.own_message(program)
    hr.post(at("message_withdraw", message=message.public_id))
    with scope(organisation):
        assert OwnMessage.objects.get().withdrawn_at
    assert "zurückgenommen" in hr.get(at("message_list")).content.decode()


def test_message_withdraw_says_when_it_is_too_late(hr, at, organisation, program):
    with scope(organisation):
        message = factories.own_message(program, sent_at=clock.now())
    page = hr.post(at("message_withdraw", message=message.public_id), follow=True).content.decode()
    assert "schon unterwegs" in page


def test_message_list_names_addresses_that_failed_and_asks_as_often_for_many(
    hr, at, organisation, program, django_assert_max_num_queries
):
    def fail(number: int) -> None:
        with scope(organisation):
            person = factories.unregistered(f"Person {number}", email=f"falsch-{number}@example.org")
            invited = factories.participant(program, membership=person, standing="invited")
            factories.own_message(program, sent_at=clock.now())
            samples.row(
                Message,
                kind=KIND,
                about=f"participant:{invited.public_id}",
                state="failed",
                told=True,
                revision=0,
                recipient_norm=person.email_norm,
            )

    fail(0)
    with django_assert_max_num_queries(40) as one:
        assert "falsch-0@example.org" in hr.get(at("message_list")).content.decode()
    for number in range(1, 4):
        fail(number)
    with django_assert_max_num_queries(len(one)):
        assert "falsch-3@example.org" in hr.get(at("message_list")).content.decode()


def test_a_no_changes_no_byte_of_the_list(hr, at, organisation, program):
    with scope(organisation):
        person = factories.participant(program, membership=factories.unregistered(), standing="invited")
        factories.own_message(program, group="invited", sent_at=clock.now())
    before = hr.get(at("message_list")).context
    with scope(organisation):
        person.quiet = True
        person.save()
    after = hr.get(at("message_list")).context
    for name in ("groups", "unreachable", "own_messages"):
        assert after[name] == before[name]


def test_every_page_of_messages_is_sound_html(hr, at, text_at, organisation, program):
    with scope(organisation):
        message = factories.own_message(program)
    hr.post(text_at(), TYPED)
    addresses = [
        at("message_list"),
        at("message_write"),
        at("message_detail", message=message.public_id),
        text_at(),
    ]
    pages = [hr.get(address) for address in addresses]
    pages += [hr.post(text_at(), TYPED), hr.post(at("message_write"), {})]
    for page in pages:
        assert page.status_code == 200
        html = page.content.decode()
        html5lib.HTMLParser(strict=True).parse(html)
        names = re.findall(r' id="([^"]+)"', html)
        assert len(names) == len(set(names))
