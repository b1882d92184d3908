"""The pages of goal, readiness, history and leads in a real browser: without a finding of axe, on a phone and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from programs import amendments, goals, phases, setup
from programs.models import GoalKind
from tenancy.scope import scope
from tests import factories
from tests.programs.drafts import CONTRACT, opened

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


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
        person = factories.participant(program)
    where = {"organisation": "weserwerk"}
    of_draft, of_program = where | {"program": draft.public_id}, where | {"program": program.public_id}
    return [
        reverse("programs:program_create", kwargs=where),
        reverse("programs:setup_goal_changed", kwargs=of_draft) + "?before=digital",
        *(reverse(f"programs:setup_{step}", kwargs=of_draft) for step in ("frame", "check")),
        *(
            reverse(f"programs:{name}", kwargs=of_program)
            for name in ("program_detail", "lead_list", "program_rules", "rules_goal", "rules_frame")
        ),
        reverse("programs:participant_detail", kwargs=of_program | {"participant": person.public_id}),
        reverse("reports:program_report", kwargs=of_program),
    ]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_the_pages_have_no_finding_and_do_not_scroll_sideways(
    width, scheme, addresses, owner, live_server, browser, client_for
):
    cookie = client_for(owner).cookies["sessionid"].value
    context = browser.new_context(
        locale="de-DE", color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page, found = context.new_page(), {}
    for address in addresses:
        page.goto(live_server.url + address)
        found[address] = [finding["id"] for finding in Axe().run(page, options=RULES).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[address].append("scrolls sideways")
    context.close()
    assert found == {address: [] for address in addresses}
