import pytest

from accounts.models import AuditEvent
from mail.models import Message
from programs import message_previews, message_texts
from programs.errors import ProgramError
from programs.message_texts import SavedMeanwhile
from programs.models import MessageText, Side
from programs.wording import EDITABLE, Text, proposed
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

KIND = "program.invitation"


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(lead):
    return factories.program("Lernen", lead=lead)


def save(program, lead, subject="Neu", *, seen="", kind=KIND) -> None:
    message_texts.save(program, kind, "de", text=Text(subject, "Text"), seen_as=seen, by=lead)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_first_text_is_kept_with_who_wrote_it(program, lead):
    save(program, lead)
    kept = MessageText.objects.get()
    assert (kept.kind, kept.form, kept.subject, kept.saved_by) == (KIND, "de", "Neu", lead)
    assert message_texts.in_force(program, KIND, "de") == Text("Neu", "Text")
    assert message_texts.adapted(program) == {KIND: ["de"]}
    assert verbs() == ["message.text_saved"]
    assert AuditEvent.objects.get().detail == {"mail": "Einladung"}


def test_a_second_text_replaces_the_first(program, lead):
    save(program, lead)
    save(program, lead, "Neuer", seen=message_texts.seen(message_texts.current(program, KIND, "de")))
    assert MessageText.objects.get().subject == "Neuer"


def test_who_did_not_see_the_newest_text_does_not_overwrite_it(program, lead):
    save(program, lead)
    first = message_texts.seen(message_texts.current(program, KIND, "de"))
    save(program, lead, "Dazwischen", seen=first)
    for seen in ("", first, "gestern"):
        with pytest.raises(SavedMeanwhile, match="inzwischen"):
            save(program, lead, "Zu spät", seen=seen)
    assert MessageText.objects.get().subject == "Dazwischen"
    assert len(verbs()) == 2


def test_who_saw_a_text_that_was_put_back_meanwhile_is_told(program, lead):
    save(program, lead)
    seen = message_texts.seen(message_texts.current(program, KIND, "de"))
    message_texts.reset(program, KIND, "de", by=lead)
    with pytest.raises(SavedMeanwhile):
        save(program, lead, seen=seen)


def test_the_proposed_text_comes_back(program, lead):
    save(program, lead)
    message_texts.reset(program, KIND, "de", by=lead)
    message_texts.reset(program, KIND, "de", by=lead)
    assert message_texts.in_force(program, KIND, "de") == proposed(KIND, "de")
    assert verbs() == ["message.text_saved", "message.text_reset"]


@pytest.mark.parametrize("kind", ["tandem.not_formed", "program.message", "session.booked", "x"])
def test_a_mail_that_must_stay_as_it_is_stays(kind, program, lead):
    with pytest.raises(ProgramError, match="fest"):
        save(program, lead, kind=kind)
    assert not MessageText.objects.exists()


@pytest.mark.parametrize("kind", EDITABLE)
@pytest.mark.parametrize("form", ["de", "de-du", "en"])
@pytest.mark.parametrize("side", Side)
def test_every_mail_has_a_preview_for_each_side_and_form(kind, form, side, program):
    seen = message_previews.preview(program, kind, form, side, text=proposed(kind, form))
    assert seen.subject
    assert "{{" not in seen.subject + seen.body
    assert message_previews.EXAMPLES[side] in seen.body


def test_a_preview_shows_what_is_typed_and_names_nobody_real(program, lead):
    factories.participant(program, membership=factories.membership("Echte Person"))
    seen = message_previews.preview(
        program, KIND, "de", Side.MENTOR, text=Text("Hallo {{vorname}}", "Bis {{frist}}")
    )
    assert seen.subject == "Hallo Jana"
    assert "Echte Person" not in seen.body
    assert not Message.objects.exists()


@pytest.mark.parametrize("kind", EDITABLE)
def test_a_test_goes_to_the_writer_alone_and_is_no_mail_of_the_program(kind, program, lead):
    message_previews.send_test(program, kind, "de", text=Text("Probe {{vorname}}", "x"), to=lead)
    mail = Message.objects.get()
    assert (mail.kind, mail.recipient, mail.subject) == (f"{kind}.test", lead.email, "Probe Leon")
    assert "/i/" not in mail.text


def test_two_tests_are_two_mails(program, lead):
    for _turn in range(2):
        message_previews.send_test(program, KIND, "en", text=Text("x", "y"), to=lead)
    assert Message.objects.count() == 2
