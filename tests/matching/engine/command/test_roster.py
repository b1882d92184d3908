import pytest

from matching.engine.command.roster import people_of
from matching.engine.command.tables import Row, Table
from matching.engine.errors import ProblemError

FULL = {
    "Personalnummer": "7",
    "Name": "Sophie Kern",
    "Rolle im Programm": "Mentor",
    "Karrierestufe": "2",
    "Berufsjahre": "3,5",
    "Abteilung": "Recht",
    "Standort": "Bremen",
    "Arbeitsort": "Remote",
    "Sprachen": "Deutsch, Englisch",
    "Das kann ich zeigen": "KI: 4; Video",
    "Themen": "Kultur",
    "Plätze": "2",
}


def table(*rows):
    """A table with the headers of the first row; its lines are counted from 2."""
    headers = tuple(rows[0])
    body = tuple(Row(n, tuple(row.get(h, "") for h in headers)) for n, row in enumerate(rows, start=2))
    return Table("people.csv", headers, body)


def people(*rows, side=None):
    return people_of([(table(*rows), side)]).people


def refused(*rows, side=None):
    with pytest.raises(ProblemError) as error:
        people(*rows, side=side)
    return str(error.value)


def test_german_headings_fill_every_field():
    (sophie,) = people(FULL)
    assert (sophie.key, sophie.side, sophie.capacity) == ("7", "mentor", 2)
    assert (sophie.level, sophie.years, sophie.department) == (2, 3.5, "Recht")
    assert (sophie.place, sophie.form) == ("Bremen", "online")
    assert sophie.languages == {"de", "en"} and sophie.topics == {"kultur"}
    assert sophie.skills == {"KI": 4, "Video": 5}


def test_english_headings_mean_the_same():
    english = ("ID", "Full name", "Role", "Level", "Years of experience", "Department", "Location")
    english += ("Work mode", "Languages", "Skills offered", "Topics", "Capacity")
    assert people(dict(zip(english, FULL.values(), strict=True))) == people(FULL)


def test_each_side_reads_its_own_skills():
    both = {"id": "1", "skills": "Video", "skills wanted": "AI: 3; Chess"}
    assert people(both, side="mentor")[0].skills == {"Video": 5}
    assert people(both, side="mentee")[0].skills == {"AI": 3, "Chess": 2}


def test_people_are_known_by_address_or_name_where_there_is_no_id():
    (one, two) = people({"E-Mail": "Ada@X.example", "Name": "Ada"}, {"Name": "Bo"}, side="mentor")
    assert (one.key, two.key) == ("ada@x.example", "Bo")


def test_a_place_of_work_is_a_place_where_it_names_one():
    (person,) = people({"id": "1", "Arbeitsort": "Bremen"}, side="mentor")
    assert (person.place, person.form) == ("Bremen", None)


def test_managers_are_found_by_any_of_their_names():
    rows = (
        {"id": "1", "e-mail": "ada@x.example", "manager": "BO@x.example"},
        {"id": "2", "e-mail": "bo@x.example", "manager": "3"},
        {"id": "3", "e-mail": "cy@x.example", "manager": ""},
        {"id": "4", "e-mail": "di@x.example", "manager": ""},
    )
    assert [p.line for p in people(*rows, side="mentor")] == [("2", "3"), ("3",), (), None]


def test_a_skill_has_one_spelling_whatever_the_order_of_people():
    rows = [{"id": "1", "skills": "python"}, {"id": "2", "skills": "Python"}]
    for order in (rows, rows[::-1]):
        assert {name for p in people(*order, side="mentor") for name in p.skills} == {"Python"}


def test_other_columns_are_named_as_ignored():
    roster = people_of([(table({"id": "1", "Alter": "30", "": "x"}), "mentor")])
    assert roster.ignored == ("Alter",)


def test_missing_columns_are_refused():
    assert refused({"id": "1"}) == "people.csv has no column that says mentor or mentee."
    sentence = "people.csv has no column with an id, an e-mail address or a name."
    assert refused({"role": "mentor"}) == sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"Berufsjahre": "abc"}, "people.csv, line 2, column Berufsjahre: “abc” is no number of years."),
        ({"Karrierestufe": "hoch"}, "people.csv, line 2, column Karrierestufe: “hoch” is no level."),
        ({"Plätze": "-1"}, "people.csv, line 2, column Plätze: “-1” is no number of places."),
        ({"Das kann ich zeigen": "KI: 9"}, "column Das kann ich zeigen: “KI: 9” goes beyond 5."),
        ({"Rolle im Programm": ""}, "column Rolle im Programm: “” is neither mentor nor mentee."),
        ({"Personalnummer": "", "Name": ""}, "people.csv, line 2: nothing says who this is."),
    ],
)
def test_a_bad_cell_is_refused_with_line_and_column(change, sentence):
    assert refused({**FULL, **change}).endswith(sentence)


def test_somebody_listed_twice_on_one_side_is_refused():
    assert refused(FULL, FULL) == "people.csv, line 3: 7 is a mentor in line 2 already."
    assert len(people(FULL, {**FULL, "Rolle im Programm": "Mentee", "Das kann ich zeigen": ""})) == 2
