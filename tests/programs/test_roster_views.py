from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mail.models import Message
from programs.models import Participant, Program, RosterImport
from programs.roster import meanings, taking
from tenancy.scope import scope
from tests import factories
from tests.programs.workbooks import workbook

SURVEY = Path(__file__).parents[1] / "data" / "roster-survey-2023.csv"
GOOD = b"Name;E-Mail;Rolle;Berufsjahre\nJana Vogt;jana@x.example;Mentorin;3\n"
MIXED = GOOD + b"Finn;finn@;Mentor;2\n"
ODD = b"Name;Kontakt;Rolle\nJana Vogt;jana@x.example;Mentorin\n"


@pytest.fixture
def hr(client_for, owner):
    return client_for(owner)


@pytest.fixture
def program(organisation, owner) -> Program:
    with scope(organisation):
        return factories.program(lead=owner, phase="draft", setup_step="people")


@pytest.fixture
def upload(hr, program, organisation):
    def uploaded(content: bytes, name: str = "liste.csv") -> RosterImport:
        hr.post(at("roster_upload", program), {"file": SimpleUploadedFile(name, content)})
        with scope(organisation):
            return RosterImport.objects.get()

    return uploaded


def at(name: str, program: Program, roster: RosterImport | None = None) -> str:
    place = {"organisation": "weserwerk", "program": program.public_id}
    return reverse(f"programs:{name}", kwargs=place | ({"roster": roster.public_id} if roster else {}))


def row_of(program: Program, roster: RosterImport, row: int) -> str:
    kwargs = {"organisation": "weserwerk", "program": program.public_id, "roster": roster.public_id}
    return reverse("programs:roster_row", kwargs=kwargs | {"row": row})


def cells(*texts: str) -> dict[str, str]:
    return {f"column_{column}": text for column, text in enumerate(texts)}


def count(organisation) -> int:
    with scope(organisation):
        return Participant.objects.count()


def test_roster_upload_goes_straight_to_the_preview_when_all_is_recognised(hr, program, organisation):
    answer = hr.post(at("roster_upload", program), {"file": SimpleUploadedFile("liste.csv", GOOD)})
    with scope(organisation):
        assert answer.url == at("roster_preview", program, RosterImport.objects.get())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (b"Name;E-Mail\n", "Unter den Überschriften stehen keine Personen."),
        (b"a" * (10 * 1024 * 1024 + 1), "größer als 10 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "im alten Format (.xls)"),
    ],
)
def test_roster_upload_of_what_is_no_roster_says_why_and_keeps_nothing(
    hr, program, organisation, content, sentence
):
    page = hr.post(at("roster_upload", program), {"file": SimpleUploadedFile("x.csv", content)})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    with scope(organisation):
        assert not RosterImport.objects.exists()


def test_roster_upload_without_a_file_says_so(hr, program):
    assert "Bitte eine Datei auswählen." in hr.post(at("roster_upload", program)).content.decode()


def test_roster_template_is_a_csv_to_fill_in(hr, program):
    answer = hr.get(at("roster_template", program))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "Rolle im Programm" in answer.content.decode()


def test_roster_columns_asks_only_for_what_was_not_recognised(hr, program, upload):
    roster = upload(ODD)
    page = hr.get(at("roster_columns", program, roster))
    assert [field.label for field, _ in page.context["form"].rows()] == ["Kontakt"]
    assert "jana@x.example" in page.content.decode()


def test_roster_preview_waits_until_the_columns_are_known(hr, program, upload):
    roster = upload(ODD)
    assert hr.get(at("roster_preview", program, roster)).url == at("roster_columns", program, roster)
    data = {"column_0": "name", "column_1": "email", "column_2": "side", "everyone": ""}
    assert hr.post(at("roster_columns", program, roster), data).url == at("roster_preview", program, roster)
    assert hr.get(at("roster_preview", program, roster)).context["counts"]["new"] == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"column_0": "name", "column_2": "side"}, "Eine Spalte muss die E-Mail-Adressen enthalten."),
        ({"column_0": "email", "column_1": "email", "column_2": "side"}, "können nicht beide dasselbe sein"),
        ({"column_1": "email"}, "Bitte entweder eine Spalte mit der Rolle wählen oder eine Rolle für alle."),
        ({"column_1": "email", "column_2": "side", "everyone": "mentor"}, "Bitte entweder eine Spalte"),
    ],
)
def test_roster_columns_refuses_what_does_not_fit(hr, program, upload, data, sentence):
    roster = upload(ODD)
    assert sentence in hr.post(at("roster_columns", program, roster), data).content.decode()


def test_everybody_in_a_file_can_be_on_one_side(hr, program, upload, organisation):
    roster = upload(b"E-Mail\njana@x.example\nruth@x.example\n")
    hr.post(at("roster_columns", program, roster), {"column_0": "email", "everyone": "mentee"})
    hr.post(at("roster_take", program, roster))
    with scope(organisation):
        assert set(Participant.objects.values_list("side", flat=True)) == {"mentee"}


def test_roster_preview_shows_problems_first_and_writes_nothing(hr, program, upload, organisation):
    page = hr.get(at("roster_preview", program, upload(MIXED)))
    text = page.content.decode()
    assert [entry.result for entry in page.context["page"]] == ["problem", "new"]
    assert "„finn@“ ist keine vollständige E-Mail-Adresse" in text
    assert "Nur die eine gute Zeile übernehmen" in text
    assert "Es wird niemand angeschrieben." in text
    assert count(organisation) == 0


def test_roster_preview_filters_and_pages(hr, program, upload):
    lines = b"".join(b"P %d;p%d@x.example;Mentor;3\n" % (n, n) for n in range(120))
    roster = upload(MIXED + lines)
    page = hr.get(at("roster_preview", program, roster) + "?show=new&page=2")
    assert len(page.context["page"]) == 50
    assert {entry.result for entry in page.context["page"]} == {"new"}
    assert hr.get(at("roster_preview", program, roster) + "?show=unsinn&page=99").status_code == 200


def test_roster_problems_are_a_csv_without_formulas(hr, program, upload):
    roster = upload(GOOD + b"=1+2;finn@;Mentor;2\n")
    text = hr.get(at("roster_problems", program, roster)).content.decode("utf-8-sig")
    assert '"\'=1+2";"finn@"' in text
    assert "keine vollständige E-Mail-Adresse" in text


def test_roster_take_writes_people_mails_nobody_and_shows_the_result(hr, program, upload, organisation):
    roster = upload(MIXED)
    answer = hr.post(at("roster_take", program, roster), follow=True)
    assert answer.redirect_chain == [(at("roster_done", program, roster), 302)]
    assert "1 Person ist da" in answer.content.decode()
    assert count(organisation) == 1
    with scope(organisation):
        assert not Message.objects.exists()


@pytest.mark.parametrize(("length", "taken"), [(59, 1), (60, 0)])
def test_first_and_last_name_fit_together_or_are_a_problem(hr, program, upload, organisation, length, taken):
    name = "x" * length
    roster = upload(f"Vorname;Nachname;E-Mail;Rolle\n{name};{name};jana@x.example;Mentorin\n".encode())
    assert hr.post(at("roster_take", program, roster), follow=True).status_code == 200
    assert count(organisation) == taken


def test_roster_take_twice_says_that_it_was_done(hr, program, upload, organisation):
    roster = upload(GOOD)
    hr.post(at("roster_take", program, roster))
    assert (
        "Diese Datei ist schon übernommen."
        in hr.post(at("roster_take", program, roster), follow=True).content.decode()
    )
    assert count(organisation) == 1


def test_pages_of_a_taken_roster_lead_to_its_result(hr, program, upload):
    roster = upload(GOOD)
    assert hr.get(at("roster_done", program, roster)).url == at("roster_preview", program, roster)
    hr.post(at("roster_take", program, roster))
    for name in ("roster_preview", "roster_columns"):
        assert hr.get(at(name, program, roster)).url == at("roster_done", program, roster)


def test_roster_done_leads_on_in_the_wizard_or_to_the_invitations(hr, program, upload, organisation):
    roster = upload(GOOD)
    hr.post(at("roster_take", program, roster))
    assert at("setup_people", program) in hr.get(at("roster_done", program, roster)).content.decode()
    with scope(organisation):
        Program.objects.update(phase="enrolment")
    assert at("participants_invite", program) in hr.get(at("roster_done", program, roster)).content.decode()


def test_a_workbook_is_taken_like_a_csv(hr, program, upload, organisation):
    roster = upload(
        workbook([["Name", "E-Mail", "Rolle"], ["Jana", "jana@x.example", "Mentor"]]), "liste.xlsx"
    )
    hr.post(at("roster_take", program, roster))
    assert count(organisation) == 1


def test_the_real_roster_goes_in_by_three_clicks(hr, program, upload, organisation):
    roster = upload(SURVEY.read_bytes(), SURVEY.name)
    text = hr.get(at("roster_preview", program, roster)).content.decode()
    assert "247 Personen übernehmen" in text
    assert "etwa „Person R00002“" in text
    assert "Alter zählt bei uns nicht" in text
    assert "Bei 50 Personen fehlt der Wert" in text
    hr.post(at("roster_take", program, roster))
    assert count(organisation) == 247


def test_pasted_cells_are_read_like_a_file(hr, program, organisation):
    pasted = "Name\tE-Mail\tRolle\tBerufsjahre\nJana Vogt\tjana@x.example\tMentorin\t3\n"
    hr.post(at("roster_upload", program), {"pasted": pasted})
    with scope(organisation):
        roster = RosterImport.objects.get()
    hr.post(at("roster_take", program, roster))
    assert count(organisation) == 1


def test_pasted_cells_that_are_no_roster_stay_in_the_field(hr, program):
    text = hr.post(at("roster_upload", program), {"pasted": "nur ein Wort"}).content.decode()
    assert "Unter den Überschriften stehen keine Personen." in text
    assert "nur ein Wort</textarea>" in text


def test_roster_columns_are_asked_once_and_known_the_next_time(hr, program, upload):
    roster = upload(ODD)
    data = {"column_0": "name", "column_1": "email", "column_2": "side", "everyone": ""}
    hr.post(at("roster_columns", program, roster), data)
    answer = hr.post(at("roster_upload", program), {"file": SimpleUploadedFile("neu.csv", ODD)})
    assert answer.url.endswith("/preview/")


def test_a_column_that_was_left_out_is_not_asked_for_again(hr, program, upload):
    odd = b"Name;E-Mail;Rolle;Lieblingsfarbe\nJana;jana@x.example;Mentor;blau\n"
    data = {"column_0": "name", "column_1": "email", "column_2": "side", "column_3": "", "everyone": ""}
    hr.post(at("roster_columns", program, upload(odd)), data)
    answer = hr.post(at("roster_upload", program), {"file": SimpleUploadedFile("neu.csv", odd)})
    assert answer.url.endswith("/preview/")


def test_what_one_house_means_by_a_column_is_unknown_in_the_next(hr, program, upload, other_organisation):
    data = {"column_0": "name", "column_1": "email", "column_2": "side", "everyone": ""}
    hr.post(at("roster_columns", program, upload(ODD)), data)
    with scope(other_organisation):
        assert meanings.known() == {}


def test_roster_row_puts_a_row_right_and_the_file_stays(hr, program, upload, organisation):
    roster = upload(MIXED)
    page = hr.get(row_of(program, roster, 3)).content.decode()
    assert "„finn@“ ist keine vollständige E-Mail-Adresse" in page
    answer = hr.post(row_of(program, roster, 3), cells("Finn", "finn@x.example", "Mentor", "2"))
    assert answer.url == at("roster_preview", program, roster)
    hr.post(at("roster_take", program, roster))
    with scope(organisation):
        assert Participant.objects.filter(membership__email="finn@x.example").exists()


def test_roster_row_offers_the_topics_of_the_house(hr, program, upload, organisation):
    with scope(organisation):
        factories.skill("Power BI")
    data = b"Name;E-Mail;Rolle;Kann ich zeigen\nFinn;finn@;Mentor;KI\n"
    page = hr.get(row_of(program, upload(data), 2)).content.decode()
    assert '<option value="Power BI"></option>' in page
    assert 'list="topics"' in page


def test_roster_row_that_is_still_wrong_comes_back_as_a_problem(hr, program, upload):
    roster = upload(MIXED)
    answer = hr.post(row_of(program, roster, 3), cells("Finn", "finn", "Mentor", "2"), follow=True)
    assert answer.redirect_chain[-1][0] == at("roster_preview", program, roster) + "?show=problem"
    assert "„finn“ ist keine vollständige E-Mail-Adresse" in answer.content.decode()


def test_roster_row_that_is_not_there_or_taken_is_not_found(hr, program, upload):
    roster = upload(MIXED)
    assert hr.get(row_of(program, roster, 77)).status_code == 404
    hr.post(at("roster_take", program, roster))
    assert hr.get(row_of(program, roster, 3)).status_code == 404


def test_roster_take_back_undoes_it_in_one_click(hr, program, upload, organisation):
    roster = upload(GOOD)
    hr.post(at("roster_take", program, roster))
    assert "Import zurücknehmen" in hr.get(at("roster_done", program, roster)).content.decode()
    page = hr.post(at("roster_take_back", program, roster), follow=True).content.decode()
    assert "Der Import ist zurückgenommen" in page and "Import zurücknehmen" not in page
    assert count(organisation) == 0


@pytest.mark.role("worker")
def test_a_large_roster_is_left_to_a_worker(hr, program, upload, organisation, monkeypatch):
    monkeypatch.setattr(taking, "AT_ONCE", 0)
    roster = upload(GOOD)
    page = hr.post(at("roster_take", program, roster), follow=True).content.decode()
    assert "1 Zeile wird übernommen." in page and count(organisation) == 0
    assert "wird übernommen" in hr.get(at("roster_progress", program, roster)).content.decode()
    taking.take_waiting()
    assert count(organisation) == 1
    assert hr.get(at("roster_progress", program, roster)).headers["HX-Redirect"].endswith("/done/")
    assert "1 Person ist da" in hr.get(at("roster_done", program, roster)).content.decode()


@pytest.mark.role("worker")
def test_what_keeps_a_worker_from_it_is_told_on_the_preview(hr, program, upload, monkeypatch):
    monkeypatch.setattr(taking, "AT_ONCE", 0)
    roster = upload(b"Name;E-Mail;Rolle\nFinn;finn@;Mentor\n")
    hr.post(at("roster_take", program, roster))
    taking.take_waiting()
    page = hr.get(at("roster_done", program, roster), follow=True).content.decode()
    assert '<div class="notice' in page and page.count("In dieser Datei ist niemand neu") == 2


OF_A_ROSTER = ["columns", "preview", "progress", "done", "problems", "take", "take_back"]


@pytest.mark.parametrize("name", [f"roster_{name}" for name in OF_A_ROSTER])
def test_a_roster_belongs_to_its_program_and_house(
    hr, client_for, program, upload, organisation, other_organisation, owner, name
):
    roster = upload(GOOD)
    with scope(organisation):
        other = factories.program("Anderes", lead=owner)
    with scope(other_organisation):
        stranger = client_for(factories.membership(role="owner"))
    for visitor, where in ((hr, other), (stranger, program)):
        assert visitor.post(at(name, where, roster)).status_code in (404, 405)
        assert visitor.get(at(name, where, roster)).status_code in (404, 405)
    assert 404 in (hr.post(at(name, other, roster)).status_code, hr.get(at(name, other, roster)).status_code)
