"""What is wrong with a page as HTML: what a strict parser refuses, and rules of the standard that no parser knows."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CONTROLS = frozenset({"button", "input", "meter", "output", "progress", "select", "textarea"})
#: What holds running text alone, and what else may stand in it.
OF_TEXT = {
    "abbr",
    "b",
    "cite",
    "code",
    "em",
    "i",
    "kbd",
    "label",
    "mark",
    "pre",
    "q",
    "s",
    "small",
    "span",
} | {
    *HEADINGS,
    *("strong", "sub", "sup", "time", "u", "p", "button", "output"),
}
OF_TEXT_OR_HEADING = {"legend", "summary"}
PHRASING = (
    (OF_TEXT - HEADINGS - {"p", "pre"})
    | CONTROLS
    | {
        *(
            "a",
            "audio",
            "bdi",
            "bdo",
            "br",
            "canvas",
            "data",
            "datalist",
            "del",
            "dfn",
            "img",
            "ins",
            "map",
            "noscript",
        ),
        *(
            "object",
            "picture",
            "script",
            "slot",
            "template",
            "var",
            "video",
            "wbr",
            "{http://www.w3.org/2000/svg}svg",
        ),
    }
)
#: What may hold what its parent may.
TRANSPARENT = {"a", "ins", "del"}
SUPPORT = {"script", "template"}
CHILDREN = {
    "ul": {"li"} | SUPPORT,
    "ol": {"li"} | SUPPORT,
    "dl": {"dt", "dd", "div"} | SUPPORT,
    "select": {"option", "optgroup", "hr"} | SUPPORT,
    "optgroup": {"option"} | SUPPORT,
    "tr": {"td", "th"} | SUPPORT,
}
INTERACTIVE = {"a", "button", "input", "select", "textarea", "label", "details", "iframe"}
#: Attributes whose words are ids of this page.
REFERENCES = {
    "for",
    "form",
    "list",
    "headers",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-details",
    "aria-owns",
    "popovertarget",
}
NOT_EMPTY = {"action", "id", "name", "formaction", "for", "src"}
OBSOLETE = {"center", "font", "big", "strike", "tt", "marquee", "acronym", "frame", "frameset", "nobr"}
OBSOLETE_ATTRIBUTES = {"align", "bgcolor", "border", "cellpadding", "cellspacing", "valign", "nowrap"}
A_TIME = re.compile(
    r"\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?)?|\d\d:\d\d(:\d\d)?|PT?\d+\w+"
)


def faults(html: bytes) -> list[str]:
    """Everything that is wrong with a whole page, in words for a failing test."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(html, transport_encoding="utf-8")
    refused = [f"{line}: {E[code] % told}" for (line, _column), code, told in parser.errors]
    return [*refused, *_of_ids(page), *_of_elements(page)]


def faults_of_part(html: bytes) -> list[str]:
    """The same for a part of a page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    part = parser.parseFragment(html, transport_encoding="utf-8")
    return [f"{line}: {E[code] % told}" for (line, _column), code, told in parser.errors] + [
        *_of_elements(part)
    ]


def _of_ids(page: Element) -> Iterator[str]:
    ids = Counter(name for element in page.iter() if (name := element.get("id")) is not None)
    yield from (f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1)
    yield from (f"id {name!r} has a space" for name in ids if re.search(r"\s", name))
    for element in page.iter():
        for attribute in REFERENCES & set(element.keys()):
            for name in set(element.get(attribute, "").split()) - set(ids):
                yield f"{_start(element)}: {attribute} names {name!r}, which is not there"
        link = element.get("href", "") if element.tag == "a" else ""
        if link.startswith("#") and link[1:] not in ids:
            yield f"{_start(element)}: {link} leads nowhere"
    labelable = {element.get("id") for element in page.iter() if element.tag in CONTROLS}
    for label in page.iter("label"):
        if label.get("for") not in {None, *labelable}:
            yield f"{_start(label)}: labels no control"


def _of_elements(page: Element) -> Iterator[str]:
    for parent in page.iter():
        if not isinstance(parent.tag, str):
            continue
        for child in parent:
            if isinstance(child.tag, str) and child.tag not in CHILDREN.get(parent.tag, {child.tag}):
                yield f"{_start(child)} in {_start(parent)}"
        yield from _of_attributes(parent)
        yield from _of_content(parent)


def _of_attributes(element: Element) -> Iterator[str]:
    if element.tag in OBSOLETE:
        yield f"{_start(element)} is obsolete"
    for name, value in element.attrib.items():
        if name in NOT_EMPTY and not value.strip():
            yield f"{_start(element)}: {name} is empty"
        if name in OBSOLETE_ATTRIBUTES or name == "style" or re.fullmatch("on[a-z]+", str(name)):
            yield f"{_start(element)}: no {name} here"
    if element.tag == "img" and element.get("alt") is None:
        yield f"{_start(element)}: no alt"
    if element.tag == "time" and not A_TIME.fullmatch(element.get("datetime", "".join(element.itertext()))):
        yield f"{_start(element)}: {element.get('datetime')!r} is no time"


def _of_content(element: Element) -> Iterator[str]:
    """Blocks in running text, controls in links and buttons, a label around two controls."""
    if element.tag in OF_TEXT | OF_TEXT_OR_HEADING:
        allowed = PHRASING | HEADINGS if element.tag in OF_TEXT_OR_HEADING else PHRASING
        yield from (
            f"{_start(inner)} in {_start(element)}"
            for inner in _children(element)
            if inner.tag not in allowed
        )
    inside = [inner for inner in element.iter() if inner is not element and isinstance(inner.tag, str)]
    if element.tag in {"a", "button"}:
        for inner in inside:
            if inner.tag in INTERACTIVE or inner.get("tabindex") is not None:
                yield f"{_start(inner)} in {_start(element)}"
    if element.tag == "label":
        yield from _of_label(element, [inner for inner in inside if inner.tag in CONTROLS | {"label"}])


def _of_label(label: Element, controls: list[Element]) -> Iterator[str]:
    if len(controls) > 1:
        yield f"{_start(label)} holds {len(controls)} controls"
    if controls and label.get("for", controls[0].get("id")) != controls[0].get("id"):
        yield f"{_start(label)} is for another control than it holds"


def _children(element: Element) -> Iterator[Element]:
    for child in element:
        if isinstance(child.tag, str):
            if child.tag in TRANSPARENT:
                yield from _children(child)
            yield child


def _start(element: Element) -> str:
    told = "".join(
        f' {name}="{value}"' for name, value in element.attrib.items() if name in {"id", "class", "name"}
    )
    return f"<{element.tag}{told}>"
