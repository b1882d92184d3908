import csv
from io import StringIO
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, Membership
from mail.models import Message
from programs import vocabulary
from programs.models import (
    AbsentManager,
    GuardFinding,
    Participant,
    ParticipantSkill,
    RosterImport,
    Skill,
)
from programs.roster import columns, export, reading, taking
from programs.roster.errors import RosterError
from tenancy.scope import scope
from tests import factories

HEADERS = (
    "Name;E-Mail;Rolle;Bereich;Berufsjahre;Führungskraft;Sprachen;Das kann ich zeigen;Das möchte ich lernen"
)
JANA = "Jana Vogt;jana.vogt@x.example;Mentorin;IT;3;heinz@x.example;Deutsch;Excel; Rust"
HEINZ = "Heinz Brenner;heinz@x.example;Mentee;Vorstand;30;;Deutsch;;Excel"
SURVEY = Path(__file__).parents[1] / "data" / "roster-survey-2023.csv"


@pytest.fixture
def inside(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(inside, owner):
    return factories.program(lead=owner, phase="draft")


@pytest.fixture
def upload(program, owner):
    def uploaded(*lines: str, headers: str = HEADERS) -> RosterImport:
        content = "\n".join([headers, *lines]).encode()
        return taking.upload(program, file_name="liste.csv", content=content, by=owner)

    return uploaded


def results(roster: RosterImport) -> list[str]:
    return [str(entry.result) for entry in taking.plan_of(roster).entries]


def changes(roster: RosterImport) -> list[tuple[str, str, str]]:
    entries = taking.plan_of(roster).entries
    return [(change.label, change.old, change.new) for entry in entries for change in entry.changes]


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(bytes(content).decode("utf-8-sig"), newline=""), delimiter=";"))


def test_an_upload_writes_nothing_but_itself(upload):
    before = Membership.objects.count()
    roster = upload(JANA, HEINZ)
    assert results(roster) == ["new", "new"]
    assert Membership.objects.count() == before
    assert not Participant.objects.exists()
    assert not Skill.objects.exists()


def test_a_second_upload_drops_the_first_untaken_one(upload):
    first, second = upload(JANA), upload(HEINZ)
    assert list(RosterImport.objects.values_list("pk", flat=True)) == [second.pk]
    assert first.pk != second.pk


def test_an_upload_to_a_closed_program_is_refused(upload, program):
    program.phase = "closing"
    with pytest.raises(RosterError, match="nimmt niemanden mehr auf"):
        upload(JANA)


def test_taking_writes_people_with_all_that_was_said(upload, owner):
    taking.take(upload(JANA, HEINZ), by=owner)
    jana = Participant.objects.get(membership__email_norm="jana.vogt@x.example")
    assert (jana.side, jana.standing, jana.languages) == ("mentor", "imported", ["de"])
    assert (jana.membership.name, jana.membership.department, jana.membership.role) == (
        "Jana Vogt",
        "IT",
        "participant",
    )
    assert jana.membership.manager.name == "Heinz Brenner"
    assert [row.skill.name for row in jana.skills.select_related("skill")] == ["Excel"]


def test_taking_contacts_nobody(upload, owner):
    taking.take(upload(JANA, HEINZ), by=owner)
    assert not Message.objects.exists()


def test_taking_is_in_the_audit_trail(upload, owner, program):
    taking.take(upload(JANA, HEINZ), by=owner)
    event = AuditEvent.objects.get(verb="roster.taken")
    assert (event.by, event.about, event.detail) == (owner, program.name, {"new": 2, "changed": 0})


def test_taking_twice_is_refused(upload, owner):
    roster = upload(JANA)
    taking.take(roster, by=owner)
    with pytest.raises(RosterError, match="schon übernommen"):
        taking.take(roster, by=owner)


def test_the_same_file_again_changes_nothing(upload, owner):
    taking.take(upload(JANA, HEINZ), by=owner)
    again = upload(JANA, HEINZ)
    assert results(again) == ["same", "same"]
    with pytest.raises(RosterError, match="niemand neu und nichts geändert"):
        taking.take(again, by=owner)


def test_changed_fields_show_old_and_new_and_are_written(upload, owner):
    taking.take(upload(JANA, HEINZ), by=owner)
    changed = upload(JANA.replace("IT", "Vertrieb").replace("Excel", "Excel, Word"), HEINZ)
    assert changes(changed) == [("Bereich", "IT", "Vertrieb"), ("Das kann ich zeigen", "1 Thema", "2 Themen")]
    taking.take(changed, by=owner)
    jana = Participant.objects.get(membership__email_norm="jana.vogt@x.example")
    assert jana.membership.department == "Vertrieb"
    assert {row.skill.name for row in jana.skills.select_related("skill")} == {"Excel", "Word"}


def test_an_empty_cell_erases_nothing(upload, owner):
    taking.take(upload(JANA, HEINZ), by=owner)
    assert results(upload("Jana Vogt;jana.vogt@x.example;Mentorin;;;;;;")) == ["same"]


def test_people_who_are_missing_from_a_later_file_stay(upload, owner):
    taking.take(upload(JANA, HEINZ), by=owner)
    taking.take(upload("Ruth Aumann;ruth@x.example;Mentee;;20;;;;"), by=owner)
    assert Participant.objects.count() == 3


def test_a_colleague_keeps_their_role_and_sign_in(upload, owner):
    taking.take(upload(f"Sabine Reuter;{owner.email.upper()};Mentee;HR;20;;;;"), by=owner)
    owner.refresh_from_db()
    assert (owner.role, owner.department, bool(owner.user_id)) == ("owner", "HR", True)
    assert Membership.objects.filter(email_norm=owner.email_norm).count() == 1


def test_what_people_answered_themselves_is_not_overwritten(upload, owner, program):
    own = factories.participant(program, languages=["fr"], form="online")
    line = f"{own.membership.name};{own.membership.email};Mentor;;5;;Deutsch;Excel;"
    assert [label for label, _, _ in changes(upload(line))] == ["Berufsjahre"]


def test_somebody_who_takes_part_does_not_change_sides(upload, program):
    own = factories.participant(program, side="mentor")
    entry = taking.plan_of(upload(f"A;{own.membership.email};Mentee;;;;;;")).entries[0]
    assert (entry.result, str(entry.problems[0])) == ("problem", "nimmt schon als Mentor*in teil")


def test_somebody_only_invited_may_still_change_sides(upload, owner, program):
    own = factories.participant(program, side="mentor", standing="invited", answered_at=None)
    taking.take(upload(f"{own.membership.name};{own.membership.email};Mentee;;;;;;"), by=owner)
    own.refresh_from_db()
    assert own.side == "mentee"


def test_an_inactive_colleague_is_a_problem(upload):
    gone = factories.membership(is_active=False)
    entry = taking.plan_of(upload(f"A;{gone.email};Mentee;;;;;;")).entries[0]
    assert str(entry.problems[0]) == "ist in der Organisation stillgelegt"


def test_good_rows_are_taken_and_bad_ones_kept_with_the_reason(upload, owner):
    roster = taking.take(upload(JANA, "=cmd;finn@;Mentor;;;;;;"), by=owner)
    assert roster.result == {"problem": 1, "new": 1, "changed": 0, "same": 0}
    headers, bad = rows(roster.content)
    assert headers[-2:] == ["Zeile", "Bitte ansehen"]
    assert bad[0] == "'=cmd"
    assert bad[-2] == "3"
    assert "E-Mail: „finn@“ ist keine vollständige E-Mail-Adresse" in bad[-1]


def test_problem_rows_come_first(upload):
    assert results(upload(JANA, "Finn;finn@;Mentor;;;;;;", HEINZ)) == ["problem", "new", "new"]


def test_left_out_rows_can_be_corrected_and_taken(upload, owner, program):
    roster = taking.take(upload(JANA, "Finn;finn@;Mentor;;;;;;"), by=owner)
    fixed = bytes(roster.content).replace(b"finn@", b"finn@x.example")
    again = taking.upload(program, file_name="rest.csv", content=fixed, by=owner)
    assert results(again) == ["new"]


def test_an_unknown_manager_is_told_and_does_no_harm(upload, owner):
    roster = upload(JANA)
    assert "ist nicht unter den Personen" in str(taking.plan_of(roster).entries[0].notes[-1])
    taking.take(roster, by=owner)
    assert results(upload(JANA)) == ["same"]


def test_the_address_of_an_unknown_manager_is_kept_for_the_chart_until_they_are_here(upload, owner):
    taking.take(upload(JANA), by=owner)
    kept = AbsentManager.objects.get()
    assert (kept.membership.name, kept.email_norm) == ("Jana Vogt", "heinz@x.example")
    taking.take(upload(JANA, HEINZ), by=owner)
    assert not AbsentManager.objects.exists()


def test_an_import_looks_for_tandems_that_no_longer_fit(upload, owner, program):
    taking.take(upload(JANA, HEINZ), by=owner)
    two = {row.membership.name: row for row in program.participants.select_related("membership")}
    program.phase = "running"
    program.save()
    factories.tandem(program, mentor=two["Jana Vogt"], mentee=two["Heinz Brenner"])
    assert not GuardFinding.objects.exists()
    taking.take(upload(JANA.replace("Excel", "Word")), by=owner)
    assert [found.rule for found in GuardFinding.objects.all()] == ["mentor_below"]


def test_a_manager_circle_is_taken_as_it_is(upload, owner):
    taking.take(upload(JANA, HEINZ.replace("30;;", "30;jana.vogt@x.example;")), by=owner)
    assert Membership.objects.filter(manager__isnull=False).count() == 2


def test_a_missing_measure_is_a_note(upload):
    entry = taking.plan_of(upload("Jana Vogt;jana@x.example;Mentor;;;;;;")).entries[0]
    assert (entry.result, str(entry.notes[0])) == ("new", "Berufsjahre: fehlt, für ein Tandem noch nötig")


def test_two_spellings_of_a_skill_are_one(upload, owner):
    taking.take(upload(JANA, HEINZ.replace("Excel", "EXCEL")), by=owner)
    assert Skill.objects.filter(name_norm="excel").count() == 1


def test_the_same_file_after_topics_were_merged_changes_nothing(upload, owner):
    both = "Jana Vogt;jana.vogt@x.example;Mentorin;;;;;Excel, Tabellen;"
    taking.take(upload(both), by=owner)
    excel, tables = Skill.objects.order_by("name")
    vocabulary.merge(tables, [excel], by=owner)
    again = upload(both)
    assert results(again) == ["same"]
    other = upload("Heinz Brenner;heinz@x.example;Mentee;;;;;;Excel, Tabellen")
    taking.take(other, by=owner)
    rows = ParticipantSkill.objects.order_by("pk").values_list("participant__side", "skill__name")
    assert list(rows) == [("mentor", "Tabellen"), ("mentee", "Tabellen")]


def test_another_house_is_neither_seen_nor_touched(upload, owner, other_organisation):
    with scope(other_organisation):
        stranger = factories.unregistered("Jana Fremd", email="jana.vogt@x.example", department="Fremd")
    roster = upload(JANA)
    assert results(roster) == ["new"]
    taking.take(roster, by=owner)
    with scope(other_organisation):
        stranger.refresh_from_db()
        assert (stranger.name, stranger.department) == ("Jana Fremd", "Fremd")


def test_the_template_has_headers_that_are_all_recognised(upload, program, owner):
    content = export.template() + b"Jana;Vogt;jana@x.example;Mentor"
    table = reading.read(content)
    assert len(columns.recognise(table).at) == len(table.headers)


def test_the_real_roster_imports_untouched_with_all_247_people(program, owner):
    roster = taking.upload(program, file_name=SURVEY.name, content=SURVEY.read_bytes(), by=owner)
    plan = taking.plan_of(roster)
    assert plan.counts == {"problem": 0, "new": 247, "changed": 0, "same": 0}
    taking.take(roster, by=owner)
    assert Participant.objects.filter(side="mentor").count() == 174
    assert Participant.objects.filter(side="mentee").count() == 73
    first = Participant.objects.get(membership__email_norm="r00014@example.com")
    assert first.membership.name == "Person R00014"
    assert (str(first.membership.experience_years), first.form) == ("0.5", "both")
    assert first.membership.place == "United States of America"
    assert ParticipantSkill.objects.filter(participant=first).count() == 3
    roster.refresh_from_db()
    assert bytes(roster.content) == b"", "the file with the age bands is gone"


def many(first: int, last: int) -> list[str]:
    return [
        f"Person {n};p{n}@x.example;{'Mentor' if n % 2 else 'Mentee'};Bereich {n % 7};{n % 40};"
        f'p{n // 2}@x.example;Deutsch;"Thema {n % 9}; Thema {n % 7}";"Thema {n % 9}; Thema {n % 5}"'
        for n in range(first, last)
    ]


def test_the_number_of_queries_does_not_grow_with_the_people(upload, owner):
    counted = []
    for size in (12, 400):
        roster = upload(*many(size * 100, size * 101))
        with CaptureQueriesContext(connection) as queries:
            taking.take(roster, by=owner)
        counted.append(len(queries))
    assert counted[1] <= counted[0]
