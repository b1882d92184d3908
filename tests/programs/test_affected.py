import pytest
from django.urls import reverse

from tenancy.scope import scope
from tests import factories


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return factories.program(lead=lead)


def page(client_for, lead, name: str, program) -> str:
    return (
        client_for(lead)
        .get(reverse(f"programs:{name}", args=["weserwerk", program.public_id]))
        .content.decode()
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "rules_frame",
            "Betrifft 2 bestehende Tandems mit 3 Personen. Verabredete Termine bleiben, wie sie sind.",
        ),
        ("rules_matching", "2 bestehende Tandems bleiben, wie sie sind."),
        ("rules_goal", "3 Personen machen schon mit und kennen das bisherige Ziel."),
    ],
)
def test_a_change_of_rules_says_whom_it_affects_before_it_is_saved(
    organisation, client_for, lead, program, name, sentence
):
    with scope(organisation):
        first = factories.tandem(program)
        factories.tandem(program, mentor=first.mentor)
        left = factories.participant(program, side="mentee", standing="left")
        factories.tandem(program, mentor=first.mentor, mentee=left, state="ended")
    assert sentence in page(client_for, lead, name, program)


@pytest.mark.parametrize("name", ["rules_frame", "rules_matching"])
def test_a_change_that_affects_nobody_says_nothing_of_tandems(client_for, lead, program, name):
    assert "bestehende" not in page(client_for, lead, name, program)
