"""The house's own words in real mails."""

import html5lib
import pytest

from mail.models import Message
from mail.outbox import render
from programs import letters, message_texts, tandems
from programs.models import MessageText, TextForm
from programs.wording import Text, forms_of
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

OWN = Text("Kommen Sie, {{vorname}}?", "Liebe Runde,\n\n{{name}} ist gemeint.\nMit {{programm}}.")


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(lead):
    return factories.program("Lernen & <Lachen>", lead=lead)


@pytest.fixture
def save(program, lead):
    def saved(kind="program.invitation", form="de", text=OWN) -> None:
        seen = message_texts.seen(message_texts.current(program, kind, form))
        message_texts.save(program, kind, form, text=text, seen_as=seen, by=lead)

    return saved


def invitation(program, name="Jana Vogt", **fields) -> tuple[str, str, str]:
    person = factories.unregistered(name, **fields)
    invited = factories.participant(program, membership=person, standing="imported")
    return render(letters.invitation(invited, token="t", expires_at=clock.now()))


def test_without_own_words_the_proposed_ones_go_out(program):
    subject, text, _html = invitation(program)
    assert subject == "Einladung zum Programm „Lernen & <Lachen>“"
    assert text.startswith(
        "Guten Tag Jana Vogt,\n\nWeserwerk lädt Sie zum Programm „Lernen & <Lachen>“ ein: In"
    )


def test_own_words_take_the_place_of_ours(program, save):
    save()
    subject, text, html = invitation(program)
    assert subject == "Kommen Sie, Jana?"
    assert text.startswith(
        "Liebe Runde,\n\nJana Vogt ist gemeint.\nMit Lernen & <Lachen>.\n\nAufwand: 6 Sitzungen"
    )
    assert (
        "<h1>Kommen Sie, Jana?</h1>" in html.replace(' style="', "|").split("|")[0]
        or "Kommen Sie, Jana?" in html
    )
    assert "lädt Sie" not in text + html


def test_facts_button_and_promises_stay_with_own_words(program, save):
    before = invitation(program)
    save(text=Text("x", "y"))
    after = invitation(program)
    for number, first in ((1, "Aufwand:"), (2, "Aufwand:")):
        kept = before[number][before[number].index(first) :]
        assert after[number].endswith(kept)
    for promise in ("Die Teilnahme ist freiwillig.", "Es sieht aus wie keine Antwort.", "/i/t/"):
        assert promise in after[1]
        assert promise in after[2]


def test_what_is_typed_and_who_is_named_is_no_html(program, save):
    save(text=Text("<b>{{name}}</b>", "<script>alert(1)</script> {{name}} & Co\n\n<img src=x>"))
    _subject, _text, html = invitation(program, "<i>Jana</i>")
    html5lib.HTMLParser(strict=True).parse(html)
    for tag in ("<script>", "<img", "<i>Jana", "<b>"):
        assert tag not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;i&gt;Jana&lt;/i&gt; &amp; Co" in html


def test_somebody_called_like_a_placeholder_stays_called_so(program, save):
    save(text=Text("Für {{name}}", "Guten Tag {{name}}, bis {{frist}}."))
    subject, text, html = invitation(program, "{{frist}}")
    assert subject == "Für {{frist}}"
    assert "Guten Tag {{frist}}, bis " in text
    assert "Guten Tag {{frist}}, bis " in html


def test_a_name_with_a_line_break_makes_no_second_line_of_the_subject(program, save):
    save()
    assert invitation(program, "Jana\r\nBcc:x@example.org Vogt")[0].count("\n") == 0


@pytest.mark.parametrize(
    ("address", "language", "form"), [("", "de", "de"), ("du", "de", "de-du"), ("du", "en", "en")]
)
def test_each_person_gets_the_text_of_their_language_and_address(
    address, language, form, organisation, program, save
):
    organisation.address = address
    organisation.save()
    program.organisation = organisation
    for each in TextForm.values:
        save(form=each, text=Text(f"Form {each}", "x"))
    assert invitation(program, language=language)[0] == f"Form {form}"


def test_another_program_keeps_its_words(program, save, lead):
    save()
    other = factories.program("Anders", lead=lead)
    assert invitation(other)[0] == "Einladung zum Programm „Anders“"


def test_mails_to_a_tandem_that_came_about_may_name_the_other(program, save):
    save("tandem.confirmed", text=Text("Sie und {{gegenüber}}", "Es geht los mit {{gegenüber}}."))
    tandem = factories.tandem(program)
    letters.confirmed(tandem)
    for mail in Message.objects.filter(kind="tandem.confirmed"):
        [other] = [person for person in tandem.members if person.email != mail.recipient]
        assert mail.subject == f"Sie und {other.name}"
        assert f"Es geht los mit {other.name}." in mail.text


def test_the_neutral_end_is_the_same_whatever_a_house_writes(program, save, lead):
    mentor, mentee = factories.participant(program), factories.participant(program, side="mentee")
    tandem = tandems.propose(program, mentor=mentor, mentee=mentee, reasons=[], by=lead)
    letters.not_formed(tandem)
    before = Message.objects.filter(kind="tandem.not_formed").values_list("subject", "text", "html").get()
    for kind in ("program.invitation", "tandem.proposal_mentor", "tandem.ended"):
        save(kind, text=Text("Eigenes", "Eigenes"))
    Message.objects.filter(kind="tandem.not_formed").delete()
    letters.not_formed(tandem)
    assert (
        Message.objects.filter(kind="tandem.not_formed").values_list("subject", "text", "html").get()
        == before
    )


def test_texts_of_another_house_are_out_of_reach(program, save, other_organisation):
    save()
    with scope(other_organisation):
        assert not MessageText.objects.exists()


@pytest.mark.parametrize(
    ("address", "forms"), [("", ["de", "en"]), ("sie", ["de", "en"]), ("du", ["de-du", "en"])]
)
def test_a_house_has_one_german_form_at_a_time(address, forms, organisation, program):
    organisation.address = address
    program.organisation = organisation
    assert forms_of(program) == forms
