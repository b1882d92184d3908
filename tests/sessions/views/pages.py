"""Reading pages as a person does, and their addresses."""

import re
from datetime import datetime

import html5lib


def value(start: datetime) -> str:
    return start.strftime("%Y-%m-%dT%H:%MZ")


def words(response) -> str:
    """The page's words in its main part; the page must be valid HTML."""
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=", html)
    main = html.partition("<main")[2].partition("</main")[0]
    return (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
        .replace("&nbsp;", " ")
        .replace("\N{NO-BREAK SPACE}", " ")
    )


def radios(response) -> list[str]:
    return re.findall(
        r'name="slot"[^>]*?value="([^"]*)"|value="([^"]*)"[^>]*?name="slot"', response.content.decode()
    )
