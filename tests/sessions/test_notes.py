"""Notes of the two: private, last writer named, nothing overwritten unseen."""

import html
import re

import pytest
from django.db import connection

from programs.models import Tandem
from sessions import notes
from sessions.errors import NoteChanged, NoteError
from sessions.models import Note
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.views.pages import words

pytestmark = pytest.mark.django_db

AGREED = "Thomas fragt zuerst den Assistenten."


def revision(response) -> str:
    return re.search(r'name="revision"[^>]*value="(\d+)"', response.content.decode())[1]


@pytest.mark.usefixtures("inside")
class TestWriting:
    def test_the_last_writer_is_named(self, pair, clock):
        notes.write(pair.tandem, by=pair.lea, text="Eins", revision=0)
        clock.set("01-20T10:00")
        note = notes.write(pair.tandem, by=pair.thomas, text="Zwei", revision=1)
        assert (note.text, note.written_by, note.written_at) == ("Zwei", pair.thomas, at("01-20T10:00"))
        assert Note.objects.count() == 1

    def test_the_page_and_the_lines_to_a_session_are_apart(self, pair):
        notes.write(pair.tandem, by=pair.lea, text="Für alle", revision=0)
        notes.write(pair.tandem, by=pair.lea, text="Für Sitzung 2", revision=0, number=2)
        assert [(note.number, note.text) for note in notes.written(pair.tandem)] == [
            (0, "Für alle"),
            (2, "Für Sitzung 2"),
        ]

    def test_nothing_is_overwritten_unseen(self, pair):
        notes.write(pair.tandem, by=pair.lea, text="Von Lea", revision=0)
        with pytest.raises(NoteChanged, match="Lea hat inzwischen auch geschrieben") as refusal:
            notes.write(pair.tandem, by=pair.thomas, text="Von Thomas", revision=0)
        assert refusal.value.note.text == "Von Lea" == notes.of(pair.tandem).text

    def test_the_own_other_window_is_called_so(self, pair):
        notes.write(pair.tandem, by=pair.lea, text="Eins", revision=0)
        with pytest.raises(NoteChanged, match="In einem anderen Fenster"):
            notes.write(pair.tandem, by=pair.lea, text="Zwei", revision=0)

    def test_an_emptied_note_is_gone_and_can_be_written_again(self, pair):
        notes.write(pair.tandem, by=pair.lea, text="Eins", revision=0)
        notes.write(pair.tandem, by=pair.lea, text="", revision=1)
        assert notes.written(pair.tandem) == [] and notes.plain(pair.tandem) == ""
        assert notes.write(pair.tandem, by=pair.lea, text="Neu", revision=2).text == "Neu"

    @pytest.mark.parametrize(("number", "limit"), [(0, 10_000), (3, 1_000)])
    def test_a_text_has_a_limit(self, pair, number, limit):
        notes.write(pair.tandem, by=pair.lea, text="ä" * limit, revision=0, number=number)
        with pytest.raises(NoteError, match=f"Möglich sind {limit} Zeichen"):
            notes.write(pair.tandem, by=pair.lea, text="ä" * (limit + 1), revision=1, number=number)

    def test_after_the_end_nothing_is_written(self, pair):
        notes.write(pair.tandem, by=pair.lea, text=AGREED, revision=0)
        Tandem.objects.update(state="ended")
        with pytest.raises(NoteError, match="Dieses Tandem ist zu Ende"):
            notes.write(pair.tandem, by=pair.lea, text="mehr", revision=1)
        assert AGREED in notes.plain(pair.tandem)

    def test_the_raw_column_holds_no_plain_text(self, pair):
        notes.write(pair.tandem, by=pair.lea, text=AGREED, revision=0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT sealed, row_to_json(n)::text FROM mentoring_note n")
            sealed, row = cursor.fetchone()
        assert AGREED.encode() not in bytes(sealed) and "Assistent" not in row
        assert AGREED.encode().hex() not in row

    def test_another_house_has_none(self, pair, other_organisation):
        notes.write(pair.tandem, by=pair.lea, text=AGREED, revision=0)
        with scope(other_organisation):
            assert notes.written(factories.tandem()) == [] and not Note.objects.exists()


class TestPages:
    def test_one_writes_the_other_reads(self, lea, thomas, url):
        page = lea.get(url("note_edit"))
        assert "Nur Sie und Thomas lesen das." in words(page)
        lea.post(url("note_edit"), {"text": f"{AGREED}\r\n\r\nZwei Wochen lang.", "revision": revision(page)})
        seen = words(thomas.get(url("note_list")))
        assert AGREED in seen and "Zwei Wochen lang." in seen and "Lea, 18. Januar 2027" in seen
        assert AGREED in words(thomas.get(url("tandem_detail")))

    def test_both_texts_are_shown_after_a_conflict(self, lea, thomas, url):
        seen = revision(lea.get(url("note_edit")))
        thomas.post(url("note_edit"), {"text": "Von Thomas", "revision": seen})
        late = lea.post(url("note_edit"), {"text": "Von Lea", "revision": seen})
        assert late.status_code == 409
        assert "Thomas hat inzwischen auch geschrieben." in words(late)
        assert "Von Thomas" in words(late) and "Von Lea" in words(late)
        lea.post(url("note_edit"), {"text": "Von beiden", "revision": revision(late)})
        assert "Von beiden" in words(thomas.get(url("note_list")))

    def test_lines_to_a_session_begin_at_the_session(self, pair, lea, thomas, url):
        pair.session(at("01-21T10:30"), number=2)
        assert url("session_note", 2) in lea.get(url("session_detail", 2)).content.decode()
        lea.post(url("session_note", 2), {"text": AGREED, "revision": 0})
        assert f"Sitzung 2 Ändern : Sitzung 2 {AGREED}" in words(thomas.get(url("note_list")))
        for name, number in (("tandem_detail", None), ("session_detail", 2)):
            assert AGREED in words(thomas.get(url(name, number)))
        assert lea.get(url("session_note", 3)).status_code == 404

    def test_a_text_that_is_too_long_stays_in_the_field_with_a_sentence(self, lea, url):
        answer = lea.post(url("note_edit"), {"text": "x" * 10_001, "revision": 0})
        assert answer.status_code == 200
        assert "Das sind 10001 Zeichen. Möglich sind 10000." in words(answer)
        assert "x" * 10_001 in answer.content.decode() and "maxlength" not in answer.content.decode()

    def test_markup_is_text(self, lea, url):
        lea.post(url("note_edit"), {"text": "<script>alert(1)</script>", "revision": 0})
        page = lea.get(url("note_list")).content.decode()
        assert html.escape("<script>alert(1)</script>") in page and "<script>alert" not in page

    def test_notes_can_be_taken_along(self, lea, url):
        lea.post(url("note_edit"), {"text": AGREED, "revision": 0})
        file = lea.get(url("note_file"))
        assert (
            file["Content-Type"] == "text/plain; charset=utf-8"
            and "attachment" in file["Content-Disposition"]
        )
        assert file.content.decode().startswith(f"Gemeinsame Notizen\n\n{AGREED}\n\nZuletzt von Lea Brandt")

    def test_after_the_end_they_are_read_and_taken_along_only(self, pair, lea, url):
        lea.post(url("note_edit"), {"text": AGREED, "revision": 0})
        with scope(pair.organisation):
            Tandem.objects.update(state="ended")
        assert lea.get(url("note_edit"))["Location"] == url("note_list")
        page = lea.get(url("note_list"))
        assert AGREED in words(page) and url("note_edit") not in page.content.decode()
        assert AGREED in words(lea.get(url("tandem_detail")))

    def test_nobody_else_comes_in(self, pair, lead, owner, client_for, url):
        with scope(pair.organisation):
            stranger = factories.tandem(pair.program).mentor.membership
        for person in (stranger, lead, owner):
            for name in ("note_list", "note_edit", "note_file"):
                assert client_for(person).get(url(name)).status_code == 404
