from datetime import timedelta

import pytest

from accounts.models import Organisation
from programs.models import RosterImport
from programs.tasks import forget_rosters
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.role("worker")


@pytest.fixture
def roster(organisation, owner):
    def made(*, age: timedelta, taken: bool) -> RosterImport:
        then = clock.now() - age
        with scope(organisation):
            return RosterImport.objects.create(
                program=factories.program(lead=owner),
                file_name="liste.csv",
                content=b"E-Mail;Altersgruppe",
                uploaded_by=owner,
                uploaded_at=then,
                taken_at=then if taken else None,
                before={"new_members": []} if taken else {},
            )

    return made


def left(organisation) -> list[bytes]:
    with scope(organisation):
        return [bytes(row.content) for row in RosterImport.objects.all()]


def test_an_upload_nobody_took_is_gone_after_a_day(roster, organisation):
    roster(age=timedelta(hours=25), taken=False)
    forget_rosters()
    assert left(organisation) == []


def test_a_fresh_upload_stays(roster, organisation):
    roster(age=timedelta(hours=23), taken=False)
    forget_rosters()
    assert left(organisation) == [b"E-Mail;Altersgruppe"]


def test_what_undoing_needs_is_wiped_after_a_day_and_the_rest_stays(roster, organisation):
    roster(age=timedelta(hours=24), taken=True)
    forget_rosters()
    with scope(organisation):
        assert [(row.before, bool(row.content)) for row in RosterImport.objects.all()] == [({}, True)]


def test_left_out_rows_are_wiped_when_the_house_says(roster, organisation):
    Organisation.objects.update(upload_days=7)
    roster(age=timedelta(days=8), taken=True)
    roster(age=timedelta(days=6), taken=True)
    forget_rosters()
    assert sorted(left(organisation)) == [b"", b"E-Mail;Altersgruppe"]


def test_left_out_rows_are_wiped_after_a_month_and_the_result_stays(roster, organisation):
    roster(age=timedelta(days=31), taken=True)
    roster(age=timedelta(days=29), taken=True)
    forget_rosters()
    assert sorted(left(organisation)) == [b"", b"E-Mail;Altersgruppe"]
