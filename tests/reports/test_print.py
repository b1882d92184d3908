import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from programs import report_words
from programs.errors import ProgramError
from reports import actions, figures, table
from tenancy.scope import scope
from tests.reports.test_values import KNOWN
from tests.reports.test_views import seven_tandems

NOW = datetime(2026, 12, 15, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("tenancy.clock.system_now", lambda: NOW)


@pytest.fixture
def hr(client_for, lead):
    return client_for(lead)


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return seven_tandems(lead)


def address(name: str, program) -> str:
    return reverse(f"reports:{name}", args=["weserwerk", program.public_id])


def exported(hr, program) -> list[list[str]]:
    content = hr.get(address("report_export", program)).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(content), delimiter=";"))


# The page for the board


def test_report_print_says_what_was_counted_hidden_and_not_claimed(hr, program):
    page = hr.get(address("report_print", program)).content.decode()
    for sentence in (
        "Die Gespräche gelten als hilfreich: 4,0 von 5.",
        "gezählt bis 30. November 2026",
        "Gezeigt werden nur Gruppen ab 7 Personen",
        "woran es liegt, nicht",
        "Noch hat keine Seite zu beiden Zeitpunkten 7 Antworten",
    ):
        assert sentence in page
    assert "wirkt sich" not in page


def test_hrs_own_headline_stands_on_the_page_with_its_author(organisation, lead, hr, program):
    hr.post(address("report_headline", program), {"headline": "  Unsere Tandems\n treffen sich. "})
    page = hr.get(address("report_print", program)).content.decode()
    assert '<h2 id="h-sheet">Unsere Tandems treffen sich.</h2>' in page
    assert f"Überschrift bearbeitet von {lead.name}, 15. Dezember 2026" in page
    assert "Die Gespräche gelten als hilfreich: 4,0 von 5." in page  # what ours would be, for HR
    assert "Unsere Tandems" not in hr.get(address("program_report", program)).content.decode()
    with scope(organisation):
        assert AuditEvent.objects.filter(verb="program.report_headline").count() == 1


def test_an_empty_headline_brings_our_sentence_back(hr, program):
    for text in ("Unsere Tandems treffen sich.", ""):
        hr.post(address("report_headline", program), {"headline": text})
    page = hr.get(address("report_print", program)).content.decode()
    assert "Unsere Tandems" not in page
    assert "bearbeitet von" not in page


def test_a_headline_that_is_too_long_is_refused(organisation, lead, program):
    with scope(organisation), pytest.raises(ProgramError, match="höchstens 160 Zeichen"):
        report_words.say(program, "x" * 161, by=lead)


def test_before_anything_can_be_shown_the_report_says_when(organisation, lead, hr):
    with scope(organisation):
        program = seven_tandems(lead, answering=6)
    assert (
        "Erste Rückmeldungen frühestens am 1. Januar 2027"
        in hr.get(address("program_report", program)).content.decode()
    )


# The table


def test_the_export_has_the_pages_figures(hr, program):
    rows = exported(hr, program)
    assert ["Sitzungen", "November 2026", "alle", "fanden statt", "7", ""] in rows
    assert ["Rückmeldung", "November 2026", "alle", "hilfreich, 1 bis 5", "4,0", "14"] in rows
    assert ["Rückmeldung", "November 2026", "Mentees", "hilfreich, 1 bis 5", "4,0", "7"] in rows


def test_the_export_holds_no_figure_that_the_page_hides(organisation, lead, hr):
    with scope(organisation):
        program = seven_tandems(lead, answering=6)
    rows = exported(hr, program)
    assert not [row for row in rows if row[0] in {"Rückmeldung", "Ziel"}]
    assert [row[3] for row in rows if row[0] == "Ausgeblendet"]


def test_a_raised_floor_hides_the_sides_in_the_export_too(organisation, hr, program):
    organisation.smallest_group = 8
    organisation.save()
    groups = {row[2] for row in exported(hr, program) if row[0] == "Rückmeldung"}
    assert groups == {"alle"}


def test_no_cell_of_the_export_is_a_formula(organisation, hr, program):
    organisation.words = {"de": {"mentee": "=1+1", "mentees": "=HYPERLINK(1)"}}
    organisation.save()
    cells = [cell for row in exported(hr, program) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_table_is_made_of_the_kept_figures_alone(organisation, program, django_assert_num_queries):
    from accounts import words

    with scope(organisation), django_assert_num_queries(0):
        found = table.rows(KNOWN, words.of(organisation))
    assert ["Ziel", "am Ende", "Mentees", KNOWN.changes[1].item, "3,6", "15"] in found


# Recommendations


def test_recommendations_name_what_was_counted(organisation):
    from accounts import words

    first, *_others = actions.of(KNOWN, words.of(organisation))
    assert (first.title, first.text) == (
        "Eine weitere Runde planen",
        "Am Ende ist die Zustimmung zu einer Aussage höher als zu Beginn.",
    )


def test_without_anything_to_say_there_is_still_an_honest_line(organisation, lead, program):
    from accounts import words

    with scope(organisation):
        known = figures.of_program(program, smallest=7, now=NOW)
        assert [one.title for one in actions.of(known, words.of(organisation))] == ["Weiter so"]
