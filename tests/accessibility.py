"""What is wrong with a page open in a browser: findings of axe in both themes, and widths that it does not fit."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as NeverSettled

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: At each width whether the page fits, and at those with a theme what axe finds.
WIDTHS = {1440: "light", 390: "dark", 320: ""}
# All results of a run weigh megabytes; whoever asks needs the refusals.
RUN = """async (rules) => {
  const found = await axe.run({runOnly: rules, resultTypes: ["violations"]});
  return found.violations.flatMap(
    one => one.nodes.map(node => `${one.id} at ${node.target}: ${node.html.slice(0, 150)}`));
}"""

FITS = "width => innerWidth === width && document.documentElement.scrollWidth <= width"
#: Milliseconds that a page may take to settle in a window of another size: a busy machine is late.
PATIENCE = 3000

# Half-way through a change of colours nothing can be told.
DRESS = """async (theme) => {
  document.documentElement.dataset.theme = theme;
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
  document.getAnimations().forEach(one => one.finish());
}"""


def faults(page: Page) -> list[str]:
    """Everything that is wrong, in words for a failing test. The page stays as narrow as the last width."""
    page.emulate_media(reduced_motion="reduce")
    found = []
    for width, theme in WIDTHS.items():
        if not fits(page, width):
            found.append(f"scrolls sideways at {width}")
        if theme:
            page.evaluate(DRESS, theme)
            found += [f"{theme}, {width}: {violation}" for violation in violations(page)]
    return found


def fits(page: Page, width: int) -> bool:
    """Make the window this wide. Is there nothing to scroll to sideways, once the page has settled?"""
    page.set_viewport_size({"width": width, "height": 900})
    try:
        page.wait_for_function(FITS, arg=width, timeout=PATIENCE)
    except NeverSettled:
        return False
    return True


def violations(page: Page) -> list[str]:
    """Each element that breaks a rule of axe: which, where it stands, what it looks like."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, RULES)
    return found
