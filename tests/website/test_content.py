import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "templates/website/content"
PAGES = ["start", "how_it_works", "security", "_works_council_folder", "imprint", "privacy", "accessibility"]

every_page = pytest.mark.parametrize("page", PAGES)


def source(page, language):
    return (FOLDER / f"{page}.{language}.html").read_text(encoding="utf-8")


def tags(page, language):
    return re.findall(r"<(?!!)/?([a-z0-9]+)", source(page, language))


def links(page, language):
    return re.findall(
        r"{% (?:url|include|cover) .*?%}", source(page, language).replace(f".{language}.html", "")
    )


def test_every_page_is_written_in_both_languages():
    assert {path.name for path in FOLDER.iterdir()} == {
        f"{p}.{lang}.html" for p in PAGES for lang in ("de", "en")
    }


@every_page
def test_both_languages_have_the_same_shape(page):
    assert tags(page, "de") == tags(page, "en")
    assert links(page, "de") == links(page, "en")


@every_page
@pytest.mark.parametrize("language", ["de", "en"])
def test_ids_are_unique_and_named_ids_exist(page, language):
    ids = re.findall(r'\bid="([^"]+)"', source(page, language))
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', source(page, language))) <= set(ids)


@every_page
@pytest.mark.parametrize("language", ["de", "en"])
def test_no_exclamation_marks_and_nothing_inline(page, language):
    assert not re.search(r"!|<script|style=|\son\w+=", source(page, language))


@pytest.mark.parametrize(("language", "word"), [("de", "Platzhalter:"), ("en", "Placeholder:")])
@pytest.mark.parametrize("page", ["security", "imprint", "privacy", "accessibility"])
def test_what_the_company_must_fill_in_is_marked(page, language, word):
    marks = re.findall(r"<mark>(.*?)</mark>", source(page, language), flags=re.DOTALL)
    assert marks
    assert all(mark.startswith(word) for mark in marks)


@pytest.mark.parametrize(("language", "anchor"), [("de", "betriebsrat"), ("en", "works-council")])
def test_start_page_leads_to_the_papers_for_the_works_council(language, anchor):
    assert f"{{% url 'website:security' %}}#{anchor}" in source("start", language)
    assert f'id="{anchor}"' in source("_works_council_folder", language)
