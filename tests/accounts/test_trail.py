"""The audit trail with a filter, in pages and as a file."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import audit, trail
from accounts.errors import AccountError
from accounts.models import AuditEvent
from accounts.sentences import SENTENCES
from tenancy.scope import scope

pytestmark = pytest.mark.django_db

PAGE = "/o/weserwerk/settings/audit/"


@pytest.fixture
def hr(client_for, owner):
    return client_for(owner)


def record(organisation, verb: str, by, about: str, at: datetime | None = None) -> None:
    with scope(organisation):
        if at is None:
            audit.record(verb, by=by, about=about)
        else:
            AuditEvent.objects.create(verb=verb, by=by, by_name=by.name, about=about, at=at)


def abouts(organisation, **filters) -> list[str]:
    with scope(organisation):
        return [event.about for event in trail.found(organisation, **filters)]


def text(response) -> str:
    return response.content.decode()


def rows(response) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_audit_list_tells_what_happened_in_sentences(hr, organisation, owner):
    with scope(organisation):
        audit.record("member.invited", by=owner, about="Ruth Aumann", role="lead")
    assert "Sabine Reuter hat Ruth Aumann eingeladen, Rolle: Programmleitung." in text(hr.get(PAGE))


def test_audit_list_has_pages_that_keep_the_filter(hr, organisation, owner):
    for number in range(60):
        record(organisation, "member.ended", owner, f"Person {number:02}")
    first = text(hr.get(f"{PAGE}?kind=people"))
    assert "Person 59" in first
    assert "Person 09" not in first
    assert 'href="?page=2&amp;kind=people"' in first
    assert "Person 09" in text(hr.get(f"{PAGE}?page=2&kind=people"))


def test_audit_list_asks_as_often_for_many_lines_as_for_one(hr, organisation, owner, lead):
    record(organisation, "member.ended", owner, "Person")
    with CaptureQueriesContext(connection) as few:
        hr.get(PAGE)
    for number in range(40):
        record(organisation, "member.ended", (owner, lead)[number % 2], "Person")
    with CaptureQueriesContext(connection) as many:
        hr.get(PAGE)
    assert len(many) == len(few)


def test_audit_list_shows_nothing_of_another_organisation(hr, other_organisation):
    with scope(other_organisation):
        audit.record("member.ended", by=None, about="Fremde Person")
    assert "Fremde Person" not in text(hr.get(PAGE))


def test_lines_are_found_by_person(organisation, owner, lead):
    record(organisation, "program.opened", owner, "von Sabine")
    record(organisation, "program.opened", lead, "von Leon")
    assert abouts(organisation, person=lead.public_id) == ["von Leon"]


def test_only_who_has_acted_can_be_chosen(organisation, owner, lead):
    record(organisation, "program.opened", lead, "x")
    with scope(organisation):
        assert trail.people() == [(lead.public_id, "Leon Hartwig")]


def test_lines_are_found_by_kind_and_each_verb_has_one(organisation, owner):
    for verb in SENTENCES:
        record(organisation, verb, owner, verb)
    by_kind = {kind: abouts(organisation, kind=kind) for kind in trail.KIND_NAMES}
    assert sorted(about for found in by_kind.values() for about in found) == sorted(SENTENCES)
    assert set(by_kind["matching"]) == {verb for verb in SENTENCES if verb.startswith("matching.")}


def test_days_are_days_by_the_clock_of_the_house_and_both_count(organisation, owner):
    for hour, about in ((21, "noch der 9."), (23, "schon der 10.")):
        record(organisation, "program.opened", owner, about, datetime(2026, 2, 9, hour, 30, tzinfo=UTC))
    day = date(2026, 2, 10)
    assert abouts(organisation, since=day) == ["schon der 10."]
    assert abouts(organisation, until=date(2026, 2, 9)) == ["noch der 9."]
    assert abouts(organisation, since=day, until=day) == ["schon der 10."]


@pytest.mark.parametrize("query", ["person=x", "kind=x", "since=gestern", "since=2026-13-01", "page=x"])
def test_a_filter_that_makes_no_sense_filters_nothing(hr, organisation, owner, query):
    record(organisation, "program.opened", owner, "Frühling")
    answer = hr.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert "Frühling" in text(answer)


def test_an_end_before_its_beginning_is_said(hr):
    assert "Das Ende liegt vor dem Anfang." in text(hr.get(f"{PAGE}?since=2026-02-02&until=2026-02-01"))


# As a file


def test_the_file_holds_what_the_filter_finds(hr, organisation, owner, lead):
    record(organisation, "program.opened", owner, "Frühling")
    record(organisation, "program.opened", lead, "Herbst", datetime(2026, 2, 9, 9, 30, tzinfo=UTC))
    answer = hr.post(f"{PAGE}export/", {"person": lead.public_id})
    assert rows(answer) == [
        ["Zeit", "Zeitzone", "Person", "Was"],
        [
            "2026-02-09 10:30:00",
            "Europe/Berlin",
            "Leon Hartwig",
            "Leon Hartwig hat das Programm Herbst geöffnet.",
        ],
    ]
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="protokoll-weserwerk-')


def test_taking_the_file_is_a_line_itself(hr, organisation, owner):
    record(organisation, "program.opened", owner, "Frühling")
    hr.post(f"{PAGE}export/")
    with scope(organisation):
        line = AuditEvent.objects.first()
    assert (line.verb, line.by_name, line.detail) == ("audit.exported", owner.name, {"number": 1})


def test_no_cell_of_the_file_is_a_formula(hr, organisation, owner):
    with scope(organisation):
        audit.record("=cmd|' /C calc'!A0", by=owner, about="x")
    assert rows(hr.post(f"{PAGE}export/"))[1][3].startswith("'=")


def test_too_many_lines_are_refused_and_leave_no_line(hr, organisation, owner, monkeypatch):
    monkeypatch.setattr(trail, "MOST_LINES", 1)
    for _ in range(2):
        record(organisation, "program.opened", owner, "Frühling")
    assert "bitte den Zeitraum verkürzen" in text(
        hr.post(f"{PAGE}export/", {"kind": "programs"}, follow=True)
    )
    with scope(organisation):
        assert not AuditEvent.objects.filter(verb="audit.exported").exists()


def test_the_verb_says_why_a_file_is_refused(organisation, owner, monkeypatch):
    monkeypatch.setattr(trail, "MOST_LINES", 0)
    record(organisation, "program.opened", owner, "Frühling")
    with scope(organisation), pytest.raises(AccountError, match="Das sind 1 Zeilen"):
        trail.export(organisation, by=owner)
