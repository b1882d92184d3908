import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from matching.engine.command.cli import main

TWO = {"score": [[3, 1], [None, 2]], "row_cap": [1, 1], "col_cap": [1, 1]}


def write(folder, content, name="market.json"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(path)


def solved(folder, capsys, **changes):
    assert main(["solve", write(folder, {**TWO, **changes})]) == 0
    return json.loads(capsys.readouterr().out)


def refusal(capsys, *arguments):
    """What is said when the arguments are refused: one sentence, and nothing on standard output."""
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.endswith(".\n") and told.err.count("\n") == 1
    return told.err.strip()


def test_the_command_answers_on_standard_output(tmp_path):
    command = [sys.executable, "-m", "matching.engine", "solve", write(tmp_path, TWO)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    prices = zip(answer.pop("row_price"), answer.pop("col_price"), strict=True)
    assert [row + col for row, col in prices] == [3, 2]
    assert answer == {
        "feasible": True,
        "pairs": [[0, 0], [1, 1]],
        "card": 2,
        "total": 5,
        "min": 2,
        "certified": True,
    }
    assert done.stderr == ""


def test_the_command_ends_with_two_and_one_sentence(tmp_path):
    command = [sys.executable, "-m", "matching.engine", "solve", write(tmp_path, b"{")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == "" and done.stderr == f"{tmp_path}/market.json is no JSON.\n"


def test_a_lock_stays_though_it_costs_points_and_breaks_the_floor(tmp_path, capsys):
    answer = solved(tmp_path, capsys, locked=[[0, 1]], floor=2)
    assert answer["pairs"] == [[0, 1]] and answer["total"] == 1
    assert answer["min"] is None


def test_pairs_under_the_floor_are_not_formed(tmp_path, capsys):
    assert solved(tmp_path, capsys, floor=3)["pairs"] == [[0, 0]]


@pytest.mark.parametrize(
    ("score", "row_cap", "col_cap"),
    [([], [], []), ([], [], [1, 2]), ([[], []], [1, 1], []), ([[None]], [1], [1]), ([[4]], [0], [1])],
)
def test_where_no_pair_can_be_nothing_is_paired(tmp_path, capsys, score, row_cap, col_cap):
    answer = solved(tmp_path, capsys, score=score, row_cap=row_cap, col_cap=col_cap)
    assert (answer["feasible"], answer["pairs"], answer["card"]) == (True, [], 0)
    assert (answer["total"], answer["min"], answer["certified"]) == (0, None, True)
    assert (len(answer["row_price"]), len(answer["col_price"])) == (len(row_cap), len(col_cap))


def without(key):
    return {name: value for name, value in TWO.items() if name != key}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no JSON."),
        (b"\xff\xfe\x00", "is no JSON."),
        (b"[" * 100_000, "is no JSON."),
        (b"[1]", "The file holds no JSON object."),
        (without("score"), "The key score is missing."),
        (without("col_cap"), "The key col_cap is missing."),
        ({**TWO, "weights": 1}, "There is no key 'weights'."),
        ({**TWO, "row_cap": 1}, "row_cap is no list."),
        ({**TWO, "row_cap": [1, -1]}, "row_cap[1] is no whole number from 0 upwards."),
        ({**TWO, "col_cap": [1.0, 1]}, "col_cap[0] is no whole number from 0 upwards."),
        ({**TWO, "col_cap": [True, 1]}, "col_cap[0] is no whole number from 0 upwards."),
        ({**TWO, "score": None}, "score is no list of rows."),
        ({**TWO, "score": [[1, 2]]}, "score has 1 rows, but row_cap has 2 entries."),
        ({**TWO, "score": [[1, 2], 3]}, "score[1] is no list."),
        ({**TWO, "score": [[1, 2], [3]]}, "score[1] has 1 entries, but col_cap has 2."),
        ({**TWO, "score": [[1, 2], [3, 4.0]]}, "score[1][1] is neither a whole number nor null."),
        ({**TWO, "score": [[1, 2], [True, 4]]}, "score[1][0] is neither a whole number nor null."),
        ({**TWO, "score": [["1", 2], [3, 4]]}, "score[0][0] is neither a whole number nor null."),
        ({**TWO, "score": [[float("nan"), 2], [3, 4]]}, "score[0][0] is neither a whole number nor null."),
        ({**TWO, "score": [[1, 2], [3, 10**30]]}, "score[1][1] is too large to be added up exactly."),
        ({**TWO, "score": [[2**52, 1], [1, 1]]}, "The scores are too far apart to be added up exactly."),
        ({**TWO, "floor": 1.5}, "floor is neither a whole number nor null."),
        ({**TWO, "floor": False}, "floor is neither a whole number nor null."),
        ({**TWO, "objective": "best"}, 'objective is neither "total" nor "fair".'),
        ({**TWO, "objective": ["fair"]}, 'objective is neither "total" nor "fair".'),
        ({**TWO, "locked": {}}, "locked is no list of pairs."),
        ({**TWO, "locked": [[0]]}, "locked[0] is no pair [row, column] of whole numbers."),
        ({**TWO, "locked": [[0, True]]}, "locked[0] is no pair [row, column] of whole numbers."),
        ({**TWO, "locked": [[0, 0], [0, 2]]}, "locked[1] is out of range."),
        ({**TWO, "locked": [[-1, 0]]}, "locked[0] is out of range."),
        ({**TWO, "locked": [[0, 10**30]]}, "locked[0] is out of range."),
        ({**TWO, "locked": [[1, 0]]}, "locked[0] [1, 0] is not allowed."),
        ({**TWO, "locked": [[0, 0], [0, 0]]}, "The pair [0, 0] is locked 2 times."),
        ({**TWO, "locked": [[0, 0], [0, 1]]}, "Row 0 is locked into 2 pairs but has room for 1."),
        ({**TWO, "locked": [[0, 1], [1, 1]]}, "Column 1 is locked into 2 pairs but has room for 1."),
    ],
)
def test_a_bad_market_is_refused_in_one_sentence(tmp_path, capsys, content, sentence):
    assert refusal(capsys, "solve", write(tmp_path, content)).endswith(sentence)


def test_a_file_that_is_not_there_is_refused(tmp_path, capsys):
    path = str(tmp_path / "none.json")
    assert refusal(capsys, "solve", path) == f"{path} cannot be read: No such file or directory."


@pytest.mark.parametrize("arguments", [(), ("solve",), ("guess", "x"), ("solve", "x", "--fast")])
def test_bad_arguments_are_refused(capsys, arguments):
    refusal(capsys, *arguments)


ROSTER = """id;name;role;level;languages;skills;skills wanted;shoe size
m1;Mia;mentor;2;de;AI;;38
m2;Bo;mentor;1;de;Video;;40
s1;=Ulrike;mentee;7;de;;AI;41
"""
SURVEY = Path(__file__).parents[3] / "data" / "roster-survey-2023.csv"


def matched(capsys, *arguments):
    assert main(["match", *arguments]) == 0
    return capsys.readouterr()


def test_a_roster_becomes_tandems_with_points_facts_and_proof(tmp_path, capsys):
    told = matched(capsys, write(tmp_path, ROSTER.encode(), "people.csv"))
    answer = json.loads(told.out)
    (tandem,) = answer["tandems"]
    assert (tandem["mentor"], tandem["mentor_name"], tandem["mentee"]) == ("m1", "Mia", "s1")
    assert tandem["fit"] == sum(line["shown"] for line in tandem["criteria"])
    assert tandem["points"] == sum(line["points"] for line in tandem["criteria"]) == answer["total"]
    facts = {line["criterion"]: line["fact"] for line in tandem["criteria"]}
    assert facts["skills"]["params"]["met"] == [{"skill": "AI", "priority": 2, "level": 5}]
    (alone,) = answer["left_over"]
    assert (alone["key"], alone["name"], alone["reason"]["code"]) == ("m2", "Bo", "too_few_places")
    assert answer["stability"]["count"] == 0
    assert answer["proof"] == {"verified": True, "findings": []}
    assert told.err == "Ignored columns: shoe size.\n"


def test_the_table_holds_the_same_and_no_formula(tmp_path, capsys):
    told = matched(capsys, write(tmp_path, ROSTER.encode(), "people.csv"), "--format", "csv")
    tandem, alone = csv.DictReader(told.out.splitlines())
    assert (tandem["mentor"], tandem["mentee"], tandem["mentee_name"]) == ("m1", "s1", "'=Ulrike")
    assert int(tandem["fit"]) == int(tandem["skills"]) + int(tandem["distance"])
    assert tandem["facts"].split()[0] == "skills_met" and tandem["left_over"] == ""
    assert (alone["mentor"], alone["mentee"], alone["left_over"]) == ("m2", "", "too_few_places")
    assert told.err.endswith("Proof verified over all pairs: yes.\n")


def test_mentors_and_mentees_may_come_in_two_files(tmp_path, capsys):
    mentors = write(tmp_path, b"mail,level\nmia@x.example,2\n", "mentors.csv")
    mentees = write(tmp_path, b"mail\tlevel\nada@x.example\t4\n", "mentees.csv")
    (tandem,) = json.loads(matched(capsys, "--mentors", mentors, "--mentees", mentees).out)["tandems"]
    assert (tandem["mentor"], tandem["mentee"]) == ("mia@x.example", "ada@x.example")


def test_the_options_reach_the_rules(tmp_path, capsys):
    path = write(tmp_path, ROSTER.encode(), "people.csv")
    far = json.loads(matched(capsys, path, "--min-distance", "6").out)
    assert far["tandems"][0]["mentor"] == "m2"
    assert json.loads(matched(capsys, path, "--floor", "100", "--min-distance", "6").out)["tandems"] == []
    skills = json.loads(matched(capsys, path, "--weights", "distance=0,language=0").out)
    assert skills["maxima"] == {"skills": 100}


def test_a_real_survey_becomes_as_many_tandems_as_there_are_mentees():
    command = [sys.executable, "-m", "matching.engine", "match", str(SURVEY)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    assert (answer["card"], len(answer["left_over"])) == (73, 101)
    assert answer["proof"]["verified"] is True
    assert done.stderr == "Ignored columns: Altersgruppe, Funktion, Führungsrolle.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name either one roster, or --mentors and --mentees."),
        (["--mentors", "x.csv"], "Name either one roster, or --mentors and --mentees."),
        (["none.csv"], "none.csv cannot be read: No such file or directory."),
        ([str(SURVEY), "--weights", "skills"], "'skills' is no weight such as skills=3."),
        ([str(SURVEY), "--weights", "skills=101"], "The weight of skills is out of range."),
        ([str(SURVEY), "--min-distance", "nan"], "The rule min_distance is out of range."),
        ([str(SURVEY), "--min-distance", "far"], "Argument --min-distance: invalid float value: 'far'."),
        ([str(SURVEY), "--floor", "101"], "The rule floor is out of range."),
    ],
)
def test_a_bad_call_to_match_is_refused_in_one_sentence(capsys, arguments, sentence):
    assert refusal(capsys, "match", *arguments) == sentence
