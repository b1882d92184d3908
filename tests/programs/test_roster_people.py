from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.roster import cells, columns
from programs.roster.cells import CellError
from programs.roster.headers import SYNONYMS, Field
from programs.roster.people import Candidate, candidates
from programs.roster.reading import Row, Table, tabulate
from ui import spreadsheets

FULL = ["Name", "E-Mail", "Rolle"]
TODAY = date(2027, 1, 18)


def table(*rows: list[str], headers: list[str] | None = None) -> Table:
    return tabulate([headers or FULL, *rows])


def only(cells_: list[str], headers: list[str] | None = None) -> Candidate:
    made = table(cells_, headers=headers)
    return candidates(made, columns.recognise(made), TODAY)[0]


def problems(cells_: list[str], headers: list[str] | None = None) -> list[str]:
    return [str(finding) for finding in only(cells_, headers).problems]


def notes(cells_: list[str], headers: list[str] | None = None) -> list[str]:
    return [str(finding) for finding in only(cells_, headers).notes]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("E-Mail-Adresse", Field.EMAIL),
        ("EMAIL", Field.EMAIL),
        ("Vorgesetzte/r E-Mail", Field.MANAGER),
        ("Manager Email", Field.MANAGER),
        ("Karrierestufe", Field.LEVEL),
        ("Job  Level", Field.LEVEL),
        ("Years of experience", Field.EXPERIENCE),
        ("Abteilung", Field.DEPARTMENT),
        ("Branche", Field.DEPARTMENT),
        ("Land", Field.COUNTRY),
        ("Das kann ich zeigen", Field.OFFERED),
        ("Wants to learn", Field.WANTED),
        ("Sprachen", Field.LANGUAGES),
    ],
)
def test_headers_are_recognised_in_german_and_english(header, field):
    assert columns.recognise(table(["x", "y"], headers=["Notiz", header])).at == {field: 1}


def test_no_header_stands_for_two_things():
    meant = {(cells.plain(word), field) for field, group in SYNONYMS.items() for word in group.split(",")}
    assert len(meant) == len({word for word, field in meant})


def test_a_place_of_work_is_a_form_or_a_place_by_what_stands_in_it():
    headers = ["E-Mail", "Arbeitsort"]
    assert Field.FORM in columns.recognise(table(["a", "Remote"], ["b", "Hybrid"], headers=headers)).at
    assert Field.PLACE in columns.recognise(table(["a", "Bremen"], ["b", "Kiel"], headers=headers)).at


def test_age_is_ignored_with_the_reason_and_unknown_columns_are_asked_for():
    made = table(["a", "25-34", "blau"], headers=["E-Mail", "Altersgruppe", "Lieblingsfarbe"])
    known = columns.recognise(made)
    assert [header for header, _ in columns.ignored(made, known)] == ["Altersgruppe", "Lieblingsfarbe"]
    assert "Alter zählt bei uns nicht" in columns.ignored(made, known)[0][1]
    assert columns.unknown(made, known) == [2]


def test_columns_survive_json():
    made = columns.Columns({Field.EMAIL: 3}, "mentor")
    assert columns.Columns.from_json(made.to_json()) == made


def test_a_full_row_becomes_a_person():
    person = only(
        [
            "Jana",
            "Vogt",
            "jana@x.example",
            "Mentorin",
            "IT",
            "Bremen",
            "3",
            "2,5",
            "boss@x.example",
            "Deutsch, English",
            "Excel; Power BI;excel",
            "Führung",
        ],
        [
            "Vorname",
            "Nachname",
            "E-Mail",
            "Rolle",
            "Bereich",
            "Standort",
            "Stufe",
            "Berufsjahre",
            "Führungskraft",
            "Sprachen",
            "Das kann ich zeigen",
            "Das möchte ich lernen",
        ],
    ).person
    assert (person.name, person.side, person.department, person.place) == (
        "Jana Vogt",
        "mentor",
        "IT",
        "Bremen",
    )
    assert (person.level, person.experience_years, person.manager) == (3, Decimal("2.5"), "boss@x.example")
    assert (person.languages, person.skills) == (("de", "en"), ("Excel", "Power BI"))


def test_a_mentee_brings_what_they_want_to_learn():
    headers = ["E-Mail", "Rolle", "Das kann ich zeigen", "Das möchte ich lernen"]
    assert only(["a@x.example", "Mentee", "Golf", "Rust; Go"], headers).person.skills == ("Rust", "Go")


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (
            ["Finn", "finn.albers@", "Mentor"],
            "E-Mail: „finn.albers@“ ist keine vollständige E-Mail-Adresse, richtig wäre etwa „name@firma.de“",
        ),
        (
            ["Petra", "p@x.example", "Führung"],
            "Rolle: „Führung“ ist weder Mentor noch Mentee, richtig wäre eins von beiden",
        ),
        (["Petra", "p@x.example", ""], "Rolle: fehlt"),
        (["Petra", "", "Mentee"], "E-Mail: fehlt"),
        (
            ['=HYPERLINK("x")', "p@x.example", "Mentee"],
            'Name: „=HYPERLINK("x")“ ist eine Formel, richtig wäre ihr Ergebnis',
        ),
        (["x" * 121, "p@x.example", "Mentee"], f"Name: „{'x' * 39}…“ ist länger als 120 Zeichen"),
    ],
)
def test_a_bad_cell_names_its_column_and_what_is_wrong(row, found):
    assert problems(row) == [found]


def test_all_problems_of_a_row_are_told_at_once():
    assert len(problems(["Finn", "finn@", "Chef"])) == 2


def test_a_row_with_too_many_cells_is_a_problem():
    row = Row(7, ("Jana", "j@x.example", "Mentor"), surplus=True)
    made = Table(tuple(FULL), (row,))
    assert "mehr Zellen als Überschriften" in str(
        candidates(made, columns.recognise(made), TODAY)[0].problems[0]
    )


def test_the_second_row_with_an_address_is_a_problem_in_whatever_case():
    made = table(["A", "a@x.example", "Mentor"], ["B", "A@X.example", "Mentor"])
    first, second = candidates(made, columns.recognise(made), TODAY)
    assert first.person
    assert str(second.problems[0]) == "E-Mail: dieselbe Adresse wie in Zeile 2"


def test_invisible_and_direction_characters_are_taken_out_and_told():
    row = ["\u202eJa\u200bna\0", "j\u200b@x.example", "Mentor"]
    assert only(row).person.name == "Jana"
    assert only(row).person.email == "j@x.example"
    assert notes(row) == ["E-Mail: unsichtbare Zeichen entfernt", "Name: unsichtbare Zeichen entfernt"]


def test_decomposed_umlauts_become_one_character():
    assert only(["Jo\u0308rg", "j@x.example", "Mentor"]).person.name == "Jörg"


@pytest.mark.parametrize(
    ("row", "headers", "name"),
    [
        (["R0002", "r0002@x.example", "Mentor"], ["Personalnummer", "E-Mail", "Rolle"], "Person R0002"),
        (
            ["7", "anna-lena.schmidt@x.example", "Mentor"],
            ["Personalnummer", "E-Mail", "Rolle"],
            "Anna-Lena Schmidt",
        ),
        (["aschmidt@x.example", "Mentor"], ["E-Mail", "Rolle"], "aschmidt"),
    ],
)
def test_without_names_they_come_from_the_address_or_the_number(row, headers, name):
    person = only(row, headers).person
    assert (person.name, person.name_is_derived) == (name, True)


def test_a_missing_name_among_others_is_told():
    assert notes(["", "anna.schmidt@x.example", "Mentor"]) == ["Name: fehlt, aus der Adresse gebildet"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Schmidt, Anna", "Anna Schmidt"),
        ("Anna Schmidt, MBA", "Anna Schmidt, MBA"),
        ("Schmidt, Dr.", "Schmidt, Dr."),
    ],
)
def test_a_name_in_filing_order_is_turned_round(typed, name):
    assert only([typed, "a@x.example", "Mentor"]).person.name == name


@pytest.mark.parametrize(
    "word", ["Mentor", "mentorin", "Mentor*in", "Mentor/in", "Mentor:in", "MENTOR", "Mentoring-Person"]
)
def test_every_usual_word_for_a_mentor_counts(word):
    assert cells.side(word) == "mentor"


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("9", "9.0"),
        ("9,5", "9.5"),
        ("12 Jahre", "12.0"),
        ("5+", "5.0"),
        ("Less than 1 year", "0.5"),
        ("weniger als ein Jahr", "0.5"),
        ("More than 50 years", "50.0"),
        ("über 20 Jahre", "20.0"),
    ],
)
def test_years_are_read_as_people_write_them(typed, years):
    assert cells.years(typed) == Decimal(years)


@pytest.mark.parametrize("typed", ["viele", "-3", "71", "9999999", "3/4", "31.02.", "NaN", "1e5"])
def test_what_is_no_number_of_years_is_refused(typed):
    with pytest.raises(CellError, match="keine Zahl von Jahren"):
        cells.years(typed)


@pytest.mark.parametrize(("typed", "level"), [("4", 4), ("Stufe 4", 4), ("E12", 12), ("4.0", 4)])
def test_levels_are_numbers_with_or_without_a_word(typed, level):
    assert cells.level(typed) == level


def test_a_level_in_words_is_refused():
    with pytest.raises(CellError, match="keine Stufe als Zahl"):
        cells.level("Senior")


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("Remote", "online"),
        ("Hybrid (some remote, some in-person)", "both"),
        ("In-person", "onsite"),
        ("vor Ort", "onsite"),
    ],
)
def test_forms_of_work_say_how_to_meet(typed, form):
    assert cells.form(typed) == form


def test_languages_are_known_by_german_and_english_name_and_code():
    assert cells.languages("Deutsch; English / fr\nTürkisch (B2)") == ["de", "en", "fr", "tr"]


def test_an_unknown_language_is_named():
    with pytest.raises(CellError, match="Die Sprache „Klingonisch“ ist nicht bekannt"):
        cells.languages("Deutsch, Klingonisch")


def test_languages_with_the_same_letters_stay_apart():
    assert cells.skills("C; C++; C#; c") == ["C", "C++", "C#"]


def test_skills_split_at_commas_only_without_another_separator():
    assert cells.skills("Excel, Word") == ["Excel", "Word"]
    assert cells.skills("Planung, grob; Excel") == ["Planung, grob", "Excel"]


def test_too_many_skills_are_refused():
    with pytest.raises(CellError, match="101 Themen sind zu viele"):
        cells.skills(";".join(map(str, range(101))))


@pytest.mark.parametrize("typed", ["-", "–", "n/a", "#N/A", "k. A.", " "])
def test_what_stands_for_nothing_is_nothing(typed):
    assert cells.value(typed) == ""


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_guarded_text_is_no_formula_and_comes_back_without_its_guard(sign):
    guarded = spreadsheets.guarded(f"{sign}1+2")
    assert guarded.startswith("'")
    if sign not in "=＝":
        assert cells.value(guarded) == f"{sign}1+2"


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text):
    assert cells.clean(cells.clean(text)) == cells.clean(text)


@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_row_is_a_person_or_has_a_problem(rows):
    made = Table(tuple(FULL), tuple(Row(n, tuple(row)) for n, row in enumerate(rows, 2)))
    for candidate in candidates(made, columns.recognise(made), TODAY):
        assert (candidate.person is None) == bool(candidate.problems)


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("01.09.2015", "11.4"),
        ("1.9.15", "11.4"),
        ("2015-09-01", "11.4"),
        ("2015-09-01 00:00:00", "11.4"),
        ("09/2015", "11.4"),
        ("2015", "12.0"),
        ("25/12/2015", "11.1"),
        ("01.03.88", "38.9"),
        ("18.01.2027", "0.0"),
        ("42248", "11.4"),
    ],
)
def test_years_are_counted_from_dates_as_people_write_them(typed, years):
    assert cells.years_since(typed, TODAY) == Decimal(years)


@pytest.mark.parametrize("typed", ["31.02.2015", "05/06/2015", "gestern", "1.13.2015", "2015-00-10", "99"])
def test_what_is_no_date_or_may_be_two_is_refused(typed):
    with pytest.raises(CellError, match="kein eindeutiges Datum, richtig wäre etwa"):
        cells.years_since(typed, TODAY)


@pytest.mark.parametrize("typed", ["19.01.2027", "01.01.1940"])
def test_a_date_to_come_or_of_another_age_is_refused(typed):
    with pytest.raises(CellError, match="liegt nicht in den letzten 70 Jahren"):
        cells.years_since(typed, TODAY)


def test_a_number_of_years_counts_before_a_date():
    headers = [*FULL, "Berufsjahre", "Eintrittsdatum"]
    both = only(["Jana", "j@x.example", "Mentor", "0", "01.09.2015"], headers).person
    date_only = only(["Jana", "j@x.example", "Mentor", "", "01.09.2015"], headers).person
    assert (both.experience_years, date_only.experience_years) == (Decimal(0), Decimal("11.4"))
