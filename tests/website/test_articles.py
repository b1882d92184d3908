import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from website.articles import FOLDER, ArticleNotFound, all_articles, get_article, other_language

EVERY = [*all_articles("de"), *all_articles("en")]


def name(article):
    return f"{article.key}-{article.language}"


every_article = pytest.mark.parametrize("article", EVERY, ids=name)


def text(article):
    return (Path(settings.BASE_DIR) / "templates" / article.template).read_text(encoding="utf-8")


def words(article):
    return re.sub(r"<[^>]+>", " ", text(article)).split()


def test_three_articles_in_each_language_in_the_same_order():
    keys = ["reverse-mentoring", "goal", "works-council"]
    assert [article.key for article in all_articles("de")] == keys
    assert [article.key for article in all_articles("en")] == keys


def test_readers_addressed_as_du_get_the_german_articles():
    assert all_articles("de-du") == all_articles("de")


def test_slugs_are_unique_across_languages():
    assert len({article.slug for article in EVERY}) == len(EVERY)


def test_every_text_in_the_folder_belongs_to_an_article():
    written = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html")}
    assert written == {f"{article.key}/{article.language}.html" for article in EVERY}


@every_article
def test_get_article_finds_it_by_its_slug(article):
    assert get_article(article.slug, article.language) == article


@every_article
def test_get_article_refuses_the_slug_of_the_other_language(article):
    with pytest.raises(ArticleNotFound):
        get_article(article.slug, other_language(article).language)


@every_article
def test_other_language_is_the_same_article_and_leads_back(article):
    other = other_language(article)
    assert (other.key, other.language == article.language) == (article.key, False)
    assert other_language(other) == article


@every_article
def test_minutes_are_the_words_of_the_text_at_200_a_minute(article):
    count = len(words(article))
    assert 900 <= count <= 1400
    assert (article.minutes - 1) * 200 < count <= article.minutes * 200


@every_article
def test_headings_are_all_sections_with_an_anchor_each(article):
    source = text(article)
    sections = re.findall(r'<h2 id="([a-z0-9-]+)">([^<]+)</h2>', source)
    assert [(heading.id, heading.text) for heading in article.headings] == sections
    assert source.count("<h2") == len(sections) >= 4
    assert len(set(re.findall(r'id="([^"]+)"', source))) == source.count('id="')


@every_article
def test_anchors_named_by_tables_exist(article):
    source = text(article)
    named = set(re.findall(r'aria-labelledby="([^"]+)"', source))
    assert named <= {heading.id for heading in article.headings}


@every_article
def test_says_what_the_reader_will_know_and_ends_with_sources(article):
    assert len(set(article.takeaways)) == 3
    assert article.headings[-1].text in {"Quellen", "Sources"}
    assert article.published <= article.checked


@every_article
def test_text_is_found_as_a_template_and_needs_no_context(article):
    assert render_to_string(article.template) == text(article)


@every_article
def test_text_brings_no_layout_of_its_own(article):
    source = text(article)
    assert not re.search(r"<h1|<script|style=|\son\w+=", source)
    assert set(re.findall(r'class="([^"]+)"', source)) <= {"table-wrap", "table"}


@pytest.mark.parametrize("slug", ["was-der-betriebsrat-fragt", "ein-ziel-setzen-das-traegt"])
def test_articles_that_touch_law_say_they_are_no_advice(slug):
    article = get_article(slug, "de")
    assert "Kein Rechtsrat." in text(article)
    assert "Not legal advice." in text(other_language(article))
