from datetime import date

import pytest

from programs.models import Program
from reports import milestones
from tenancy.scope import scope
from tests import factories

TODAY = date(2027, 1, 15)


@pytest.fixture
def make(organisation):
    def made(**fields) -> Program:
        days = {"enrolment_until": date(2027, 1, 20), "starts_on": date(2027, 2, 1), "months": 6}
        return factories.program(**days | {"late_until": date(2027, 2, 28)} | fields)

    with scope(organisation):
        yield made


@pytest.mark.parametrize(
    ("phase", "titles"),
    [
        ("draft", []),
        ("enrolment", ["Anmeldung endet", "Beginn der Gespräche", "Letzter Tag des Programms"]),
        ("matching", ["Beginn der Gespräche", "Letzter Tag des Programms"]),
        ("running", ["Beginn der Gespräche", "Letzter Tag für Nachzügler", "Letzter Tag des Programms"]),
        ("archived", []),
    ],
)
def test_each_phase_has_its_dates_in_their_order(make, phase, titles):
    assert [coming.title for coming in milestones.coming([make(phase=phase)], TODAY)] == titles


def test_what_is_over_is_no_milestone(make):
    found = milestones.coming([make(phase="running", late_until=date(2027, 1, 14))], TODAY)
    assert "Letzter Tag für Nachzügler" not in [coming.title for coming in found]
