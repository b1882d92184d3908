"""The pages of goal, readiness and history in a real browser: without a finding of axe, on a phone and wide."""

import pytest
from django.urls import reverse

from programs import amendments, goals, phases, setup
from programs.models import GoalKind
from tenancy.scope import scope
from tests import factories
from tests.accessibility import faults
from tests.programs.drafts import CONTRACT, opened

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(organisation, owner, lead) -> list[str]:
    """Addresses of a draft whose goal has just changed, and of a program with a history."""
    with scope(organisation):
        made = {"kind": GoalKind.DIGITAL, "contract": CONTRACT, "by": owner}
        draft = setup.create_program(name="Perspektivwechsel", **made)
        contract = goals.TEMPLATES[GoalKind.CULTURE].contract()
        setup.set_goal(draft, name=draft.name, kind=GoalKind.CULTURE, contract=contract, by=owner)
        program = opened(setup.create_program(name="KI auf Augenhöhe", **made), owner)
        amendments.amend_goal(
            program, contract=CONTRACT | {"target": "9 von 10"}, reason="Vorstand", by=owner
        )
        phases.start_matching(program, by=owner)
        phases.note_first_tandem(program)
        factories.participant(program)
    where = {"organisation": "weserwerk"}
    of_draft, of_program = where | {"program": draft.public_id}, where | {"program": program.public_id}
    return [
        reverse("programs:setup_goal_changed", kwargs=of_draft) + "?before=digital",
        *(reverse(f"programs:setup_{step}", kwargs=of_draft) for step in ("frame", "check")),
        *(
            reverse(f"programs:{name}", kwargs=of_program)
            for name in ("program_detail", "program_rules", "rules_goal")
        ),
        reverse("reports:program_report", kwargs=of_program),
    ]


def test_the_pages_have_no_finding_and_do_not_scroll_sideways(
    addresses, owner, live_server, page, client_for
):
    cookie = client_for(owner).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    for address in addresses:
        page.goto(live_server.url + address)
        assert faults(page) == [], address
