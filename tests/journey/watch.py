"""What somebody does and is shown on each page, noted by the browser itself."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page

#: Runs before each page's own scripts. The notes live in the tab, so that they outlast a change of pages.
#: Read are headings, paragraphs and lists, and all of a field that is touched; not navigation, side panels, tables,
#: and summaries of what is filled in already.
SCRIPT = r"""
(() => {
  if (window !== top || !location.protocol.startsWith("http")) return;
  const KEY = "visits of the journey";
  const visit = {page: "", clicks: 0, fields: 0, keys: 0, files: 0, read: 0, shown: 0, answered: 0, text: ""};
  const before = JSON.parse(sessionStorage.getItem(KEY) || "[]");
  const typed = new Map(), touched = new Set();
  const words = (text) => (text || "").split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const strokes = (text) => [...text].reduce((sum, sign) => sum + (sign === sign.toLowerCase() ? 1 : 2), 0);
  const isSeen = (node) => node.checkVisibility({checkVisibilityCSS: true}) && !node.closest(".vh");
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
  const read = () => sum([...document.querySelectorAll("main :is(h1, h2, h3, p, li:not(:has(p, a)))")]
    .filter((node) => isSeen(node) && !node.closest("nav, aside, table, dl, .field"))
    .map((node) => words(node.innerText)));
  const texts = () => {
    const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT);
    const found = [document.title];
    for (let node = walk.currentNode; node; node = walk.nextNode()) {
      if (node.closest("script, style") || node.closest("[lang]").lang !== document.documentElement.lang) continue;
      found.push(...["aria-label", "title", "alt", "placeholder"].map((name) => node.getAttribute(name)));
      if (node.matches("datalist option, input:not([type=hidden], [type=radio], [type=checkbox])"))
        found.push(node.getAttribute("value"));
      found.push(...[...node.childNodes].filter((part) => part.nodeType === 3).map((part) => part.data));
    }
    return found.filter(Boolean).join("\n");
  };
  const note = (target) => {
    const field = target.closest(".field, .check");
    if (field) touched.add(field);
    const [way] = performance.getEntriesByType("navigation");
    visit.page = document.querySelector("h1")?.innerText || document.title;
    visit.answered = (way.domContentLoadedEventEnd - way.startTime) / 1000;
    visit.fields = typed.size;
    visit.keys = sum([...typed.values()].map(strokes));
    visit.read = read() + sum([...touched].map((node) => words(node.innerText)));
    visit.shown = words(document.querySelector("main").innerText);
    visit.text = texts();
    sessionStorage.setItem(KEY, JSON.stringify([...before, visit]));
  };
  const isTyped = (target) => target.matches("textarea, input:not([type=radio], [type=checkbox], [type=file])");
  const listen = (kind, act) => addEventListener(kind, (event) => act(event.target), {capture: true});
  listen("mousedown", (target) => { visit.clicks += 1; note(target); });
  listen("input", (target) => { if (isTyped(target)) { typed.set(target, target.value); note(target); } });
  listen("change", (target) => { if (target.type === "file") { visit.files += 1; note(target); } });
  window.visitsOfTheJourney = () => { note(document.body); return JSON.parse(sessionStorage.getItem(KEY)); };
})();
"""


@dataclass(frozen=True)
class Visit:
    """A page while somebody was on it. ``page`` is its heading, ``text`` all that it holds, hidden or not.

    Numbers are clicks, fields typed into and keys pressed there, files chosen, words read on the way and words shown
    in all; ``answered`` the seconds until the page stood.
    """

    page: str
    clicks: int = 0
    fields: int = 0
    keys: int = 0
    files: int = 0
    read: int = 0
    shown: int = 0
    answered: float = 0
    text: str = ""


def over(context: BrowserContext) -> None:
    """Let all pages of a browser note what is done on them."""
    context.add_init_script(SCRIPT)


def visits(page: Page) -> list[Visit]:
    """Return what was done in this tab, page by page, the last with the page that stands there now."""
    noted: list[dict[str, Any]] = page.evaluate("visitsOfTheJourney()")
    return [Visit(**row) for row in noted]
