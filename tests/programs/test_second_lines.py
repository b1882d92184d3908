"""Further managers from the list to the guard: brought, changed, taken away and taken back by imports."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Membership
from programs import chart_pages, guard, own_data, second_lines
from programs.models import GuardFinding, SecondLine, Unchecked
from programs.roster import taking, undoing
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

HEADERS = "Name;E-Mail;Rolle;Karrierestufe;Führungskraft;Fachliche Führungskraft"
KIM = "Kim;kim@x.example;Mentee;9;;"
LEA = "Lea;lea@x.example;Mentee;7;kim@x.example;"
MAX = "Max;max@x.example;Mentee;7;kim@x.example;"


def nora(cell: str) -> str:
    return f"Nora;nora@x.example;Mentorin;2;lea@x.example;{cell}"


@pytest.fixture
def inside(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(inside, owner):
    return factories.program(
        lead=owner, phase="enrolment", measure="level", reporting_depth=2, shared_depth=0
    )


@pytest.fixture
def taken(program, owner):
    def take(*lines: str):
        content = "\n".join([HEADERS, *lines]).encode()
        return taking.take(taking.upload(program, file_name="liste.csv", content=content, by=owner), by=owner)

    return take


@pytest.fixture
def plan(program, owner):
    def planned(*lines: str):
        content = "\n".join([HEADERS, *lines]).encode()
        return taking.plan_of(taking.upload(program, file_name="liste.csv", content=content, by=owner))

    return planned


def member(name: str) -> Membership:
    return Membership.objects.get(name=name)


def lines() -> set[tuple[str, str]]:
    rows = SecondLine.objects.values_list("membership__name", "manager__name", "email_norm")
    return {(name, manager or email) for name, manager, email in rows}


def test_an_import_brings_several_managers_from_one_cell(taken):
    taken(KIM, LEA, MAX, nora('"max@x.example; KIM@x.example"'))
    assert lines() == {("Nora", "Max"), ("Nora", "Kim")}
    assert member("Nora").manager == member("Lea")
    assert guard.chart_of_house().line(member("Nora").public_id).steps == {
        member(name).public_id: 1 for name in ("Kim", "Lea", "Max")
    }


def test_the_first_manager_and_oneself_are_no_further_ones(taken):
    taken(KIM, LEA, nora('"lea@x.example, nora@x.example"'))
    assert lines() == set()


def test_importing_again_changes_them_and_an_empty_cell_leaves_them(taken, plan):
    taken(KIM, LEA, MAX, nora("max@x.example"))
    assert [entry.result for entry in plan(nora("")).entries] == ["same"]
    (entry,) = plan(nora("kim@x.example")).entries
    assert [(change.label, change.old, change.new) for change in entry.changes] == [
        ("Weitere Führungskräfte", "Max", "Kim")
    ]
    taken(nora("kim@x.example"))
    assert lines() == {("Nora", "Kim")}
    assert [entry.result for entry in plan(nora("kim@x.example")).entries] == ["same"]


def test_the_word_for_none_takes_them_away(taken):
    taken(KIM, LEA, MAX, nora("max@x.example"))
    taken(nora("keine"))
    assert lines() == set()


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("max", "ist keine vollständige E-Mail-Adresse"),
        ('"a@x.example;b@x.example;c@x.example;d@x.example"', "höchstens 3"),
    ],
)
def test_a_cell_that_is_wrong_is_told_and_nothing_of_the_row_is_written(plan, cell, problem):
    (entry,) = plan(nora(cell)).problems
    assert problem in str(entry.problems[0])


def test_an_absent_one_is_told_kept_and_found_once_they_come(taken, plan, program):
    notes = [str(note) for note in plan(nora("max@x.example")).entries[0].notes]
    assert "Weitere Führungskräfte: stehen nicht alle unter den Personen" in notes
    taken(KIM, LEA, nora("max@x.example"))
    assert lines() == {("Nora", "max@x.example")}
    person = member("Nora").participations.get()
    program.allow_unchecked = []
    assert guard.gaps(program, [person]) == {Unchecked.MANAGER: [person]}
    roster = taken(MAX)
    assert lines() == {("Nora", "Max")}
    assert guard.gaps(program, [person]) == {}
    undoing.take_back(roster, by=roster.uploaded_by)
    assert lines() == {("Nora", "max@x.example")}


def test_taking_an_import_back_restores_them(taken, owner):
    taken(KIM, LEA, MAX, nora('"max@x.example; weg@x.example"'))
    before = lines()
    undoing.take_back(taken(nora("kim@x.example")), by=owner)
    assert lines() == before
    undoing.take_back(taken(nora("keine")), by=owner)
    assert lines() == before


def test_what_was_changed_since_stays_when_an_import_is_taken_back(taken, owner):
    taken(KIM, LEA, MAX, nora("max@x.example"))
    roster = taken(nora("kim@x.example"))
    second_lines.replace({member("Nora").pk: ["lea@x.example"]}, {"lea@x.example": member("Lea")})
    undoing.take_back(roster, by=owner)
    assert lines() == {("Nora", "Lea")}


def test_whom_an_import_brought_goes_with_their_lines(taken, owner):
    undoing.take_back(taken(KIM, LEA, MAX, nora("max@x.example")), by=owner)
    assert not SecondLine.objects.exists()


def test_a_second_manager_from_a_list_raises_a_task_at_once(taken, program):
    taken(KIM, LEA, MAX, nora(""))
    tandem = factories.tandem(
        program, mentor=member("Nora").participations.get(), mentee=member("Max").participations.get()
    )
    guard.sweep(program)
    assert not GuardFinding.objects.exists()
    taken(nora("max@x.example"))
    assert guard.waiting(program) == 1
    assert [finding.rule for finding in guard.findings(tandem)] == ["mentor_below"]
    taken(nora("keine"))
    assert guard.waiting(program) == 0


def test_a_line_to_somebody_who_was_erased_is_unknown_and_not_gone(taken):
    taken(KIM, LEA, MAX, nora("max@x.example"))
    head = factories.unregistered("Olaf", email="olaf@x.example")
    SecondLine.objects.create(membership=member("Nora"), manager=head)
    head.delete()
    assert guard.chart_of_house().line(member("Nora").public_id).unknown_from == 1
    assert second_lines.names(member("Nora")) == ["Max", "unbekannt"]


def test_nobody_is_their_own_further_manager_and_none_is_named_twice(taken):
    taken(KIM, LEA)
    for managers in (["Lea"], ["Kim", "Kim"]):
        rows = [SecondLine(membership=member("Lea"), manager=member(name)) for name in managers]
        with pytest.raises(IntegrityError), transaction.atomic():
            SecondLine.objects.bulk_create(rows)


def test_hr_reads_all_managers_of_a_person_and_so_does_the_person(taken, program, owner, client_for):
    taken(KIM, LEA, MAX, nora('"max@x.example; weg@x.example"'))
    where = {"organisation": "weserwerk", "program": program.public_id}
    page = reverse(
        "programs:participant_detail",
        kwargs=where | {"participant": member("Nora").participations.get().public_id},
    )
    assert "Max, weg@x.example" in client_for(owner).get(page).text
    assert own_data.file(member("Nora"))["person"]["further_managers"] == ["Max", "weg@x.example"]


def test_the_chart_shows_further_lines_from_both_ends(taken, program):
    taken(KIM, LEA, MAX, nora("max@x.example"))
    page = chart_pages.page(program, member("Lea").public_id)
    (shown,) = chart_pages.nodes(page, page.below)
    assert (shown.name, shown.further) == ("Nora", "Max")
    page = chart_pages.page(program, member("Max").public_id)
    assert [node.name for node in chart_pages.also(page)] == ["Nora"]
    assert page.below == []


def test_a_circle_over_a_further_line_is_told(taken, program):
    taken("Kim;kim@x.example;Mentee;9;;nora@x.example", LEA, nora(""))
    (problem,) = [
        found for found in chart_pages.problems(chart_pages.page(program)) if "Kreis" in found.title
    ]
    assert problem.names == ["Kim → Nora → Lea → Kim"] or problem.names[0].count("→") == 3


def test_an_absent_further_manager_stands_among_the_gaps(taken, program):
    taken(KIM, LEA, nora("weg@x.example"))
    (problem,) = [
        found for found in chart_pages.problems(chart_pages.page(program)) if "keiner Liste" in found.title
    ]
    assert problem.names == ["weg@x.example, Führungskraft von Nora"]
