"""What is forgotten when, in each house by its own periods."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import retention
from accounts.models import AuditEvent, Organisation
from accounts.tasks import forget
from mail.models import Message
from tenancy import clock
from tenancy.scope import scope

pytestmark = [pytest.mark.django_db, pytest.mark.role("worker")]


def line(organisation: Organisation, *, days_ago: int) -> None:
    with scope(organisation):
        AuditEvent.objects.create(
            at=clock.now() - timedelta(days=days_ago), verb="program.opened", about=str(days_ago)
        )


def lines(organisation: Organisation) -> list[str]:
    with scope(organisation):
        return [event.about for event in AuditEvent.objects.all()]


def mail(organisation: Organisation, *, days_ago: int, **fields: object) -> None:
    then = clock.now() - timedelta(days=days_ago)
    usual = {
        "kind": "session.booked",
        "about": f"session:{days_ago}",
        "recipient": "jana@weserwerk.example",
        "subject": "Sitzung verabredet",
        "text": "Text",
        "html": "<p>Text</p>",
        "calendar": "BEGIN:VCALENDAR",
        "state": "sent",
        "created_at": then,
        "due_at": then,
    }
    with scope(organisation):
        Message.objects.create(**usual | fields)


def texts(organisation: Organisation) -> dict[str, str]:
    with scope(organisation):
        return {row.about: row.text + row.html + row.calendar for row in Message.objects.all()}


FULL = "Text<p>Text</p>BEGIN:VCALENDAR"


def test_lines_of_the_audit_trail_go_after_two_years(organisation):
    for days_ago in (100, 725, 740):
        line(organisation, days_ago=days_ago)
    forget()
    assert lines(organisation) == ["100", "725"]


def test_each_house_has_its_own_period(organisation, other_organisation):
    Organisation.objects.filter(pk=other_organisation.pk).update(audit_months=60, mail_days=365)
    for house in (organisation, other_organisation):
        line(house, days_ago=900)
        mail(house, days_ago=100)
    forget()
    assert (lines(organisation), lines(other_organisation)) == ([], ["900"])
    assert texts(organisation) == {"session:100": ""}
    assert texts(other_organisation) == {"session:100": FULL}


def test_a_clock_that_is_ahead_takes_no_line_of_the_last_year(organisation):
    for days_ago in (10, 360, 370):
        line(organisation, days_ago=days_ago)
    retention.forget(clock.now() + timedelta(days=4000))
    assert lines(organisation) == ["10", "360"]


def test_time_that_goes_by_takes_what_is_old_by_then(organisation):
    mail(organisation, days_ago=0)
    now = clock.now()
    retention.forget(now + timedelta(days=89))
    assert texts(organisation) == {"session:0": FULL}
    retention.forget(now + timedelta(days=91))
    assert texts(organisation) == {"session:0": ""}


def test_a_wiped_mail_still_says_what_went_to_whom(organisation):
    mail(organisation, days_ago=91)
    forget()
    with scope(organisation):
        row = Message.objects.get()
    assert (row.kind, row.subject, row.recipient, row.state) == (
        "session.booked",
        "Sitzung verabredet",
        "jana@weserwerk.example",
        "sent",
    )


def test_a_mail_that_waits_keeps_its_text(organisation):
    mail(organisation, days_ago=400, state="waiting")
    forget()
    assert texts(organisation) == {"session:400": FULL}


def test_forgetting_twice_is_forgetting_once(organisation):
    line(organisation, days_ago=800)
    mail(organisation, days_ago=100)
    forget()
    before = (lines(organisation), texts(organisation))
    forget()
    assert (lines(organisation), texts(organisation)) == before


def test_a_house_that_fails_stops_no_other(organisation, other_organisation, monkeypatch):
    for house in (organisation, other_organisation):
        line(house, days_ago=800)
    real = retention._forget_audit
    calls: list[datetime] = []

    def failing(before: datetime) -> None:
        calls.append(before)
        if len(calls) == 1:
            raise RuntimeError("not now")
        real(before)

    monkeypatch.setattr(retention, "_forget_audit", failing)
    forget()
    assert sorted(map(len, (lines(organisation), lines(other_organisation)))) == [0, 1]


@pytest.mark.parametrize(
    "period",
    [
        {"mail_days": 29},
        {"mail_days": 366},
        {"audit_months": 11},
        {"audit_months": 61},
        {"upload_days": 6},
        {"program_months": 2},
        {"program_months": 25},
    ],
)
def test_the_database_keeps_to_the_periods_that_can_be_chosen(organisation, period):
    with pytest.raises(DatabaseError), transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(**period)


# The trail cannot be emptied in another way


@pytest.mark.role("web")
def test_no_page_may_forget_lines(organisation):
    line(organisation, days_ago=800)
    for statement in ("SELECT forget_audit(now())", "DELETE FROM accounts_auditevent"):
        with pytest.raises(DatabaseError, match="permission denied"), scope(organisation):
            connection.cursor().execute(statement)
    assert lines(organisation) == ["800"]


def test_not_even_the_worker_may_delete_lines(organisation):
    line(organisation, days_ago=800)
    with pytest.raises(DatabaseError, match="permission denied"), scope(organisation):
        connection.cursor().execute("DELETE FROM accounts_auditevent")


def test_lines_of_another_house_are_out_of_reach(organisation, other_organisation):
    line(organisation, days_ago=800)
    with scope(other_organisation), connection.cursor() as cursor:
        cursor.execute("SELECT forget_audit(now())")
        assert cursor.fetchone() == (0,)
    assert lines(organisation) == ["800"]


def test_each_choice_is_one_the_database_takes(organisation):
    for name, choices in (
        ("upload_days", retention.UPLOAD_DAYS),
        ("mail_days", retention.MAIL_DAYS),
        ("audit_months", retention.AUDIT_MONTHS),
        ("program_months", retention.PROGRAM_MONTHS),
    ):
        for number in choices:
            Organisation.objects.filter(pk=organisation.pk).update(**{name: number})
            assert getattr(Organisation.objects.get(pk=organisation.pk), name) == number
