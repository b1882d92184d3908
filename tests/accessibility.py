"""What is wrong with a page open in a browser: findings of axe in both themes, and widths that it does not fit."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: At each width whether the page fits, and at those with a theme what axe finds.
WIDTHS = {1440: "light", 390: "dark", 320: ""}
# All results of a run weigh megabytes; whoever asks needs the refusals.
RUN = """async (rules) => {
  const found = await axe.run({runOnly: rules, resultTypes: ["violations"]});
  return found.violations.flatMap(
    one => one.nodes.map(node => `${one.id} at ${node.target}: ${node.html.slice(0, 150)}`));
}"""


def faults(page: Page) -> list[str]:
    """Everything that is wrong, in words for a failing test. The page stays as narrow as the last width."""
    page.emulate_media(reduced_motion="reduce")  # half-way through a change of colours nothing can be told
    found = []
    for width, theme in WIDTHS.items():
        if not fits(page, width):
            found.append(f"scrolls sideways at {width}")
        if theme:
            page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            found += [f"{theme}, {width}: {violation}" for violation in violations(page)]
    return found


def fits(page: Page, width: int) -> bool:
    """Make the window this wide. Is there nothing to scroll to sideways?"""
    page.set_viewport_size({"width": width, "height": 900})
    return bool(page.evaluate("document.documentElement.scrollWidth") <= width)


def violations(page: Page) -> list[str]:
    """Each element that breaks a rule of axe: which, where it stands, what it looks like."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, RULES)
    return found
