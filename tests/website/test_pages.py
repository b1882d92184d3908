"""Every public page in both languages: found, valid, one main heading, nothing from elsewhere."""

import re
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree as ET

import html5lib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from website import pages
from website.articles import all_articles, other_language

pytestmark = pytest.mark.django_db

PAGES = {
    "start": ("/", "/en/"),
    "how_it_works": ("/so-funktioniert-es/", "/en/how-it-works/"),
    "article_list": ("/wissen/", "/en/insights/"),
    "security": ("/sicherheit/", "/en/security/"),
    "imprint": ("/impressum/", "/en/imprint/"),
    "privacy": ("/datenschutz/", "/en/privacy/"),
    "accessibility": ("/barrierefreiheit/", "/en/accessibility/"),
    "demo_book": ("/demo/", "/en/demo/"),
    "demo_ask": ("/demo/anfragen/", "/en/demo/ask/"),
}
ARTICLES = [
    (f"/wissen/{article.slug}/", f"/en/insights/{other_language(article).slug}/")
    for article in all_articles("de")
]
ADDRESSES = [address for pair in [*PAGES.values(), *ARTICLES] for address in pair]

every_address = pytest.mark.parametrize("address", ADDRESSES)


@pytest.fixture(autouse=True)
def _base(settings, house):
    settings.PUBLIC_BASE_URL = "https://umento.example"


@pytest.fixture
def html(client: Client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@every_address
def test_is_valid_html(html):
    html5lib.HTMLParser(strict=True).parse(html)


@every_address
def test_has_one_main_heading_and_each_id_once(html):
    assert len(re.findall(r"<h1[ >]", html)) == 1
    ids = Counter(re.findall(r'\sid="([^"]*)"', html))
    assert [name for name, times in ids.items() if times > 1] == []
    named = re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]*)"', html)
    assert {target for value in named for target in value.split()} <= set(ids)


@every_address
def test_skips_no_level_of_headings(html):
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_address
def test_loads_nothing_from_elsewhere_and_nothing_inline(html):
    loaded = re.findall(r'<(?:img|script|source|iframe|use)[^>]*\s(?:src|href)="([^"]*)"', html)
    loaded += re.findall(r'<link[^>]*rel="(?:stylesheet|preload|icon)"[^>]*href="([^"]*)"', html)
    loaded += re.findall(r'<link[^>]*href="([^"]*)"[^>]*rel="(?:stylesheet|preload|icon)"', html)
    assert loaded and all(target.startswith("/") and not target.startswith("//") for target in loaded)
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|url\(", html) == []


@every_address
def test_speaks_the_language_of_its_address(client, address):
    client.cookies["django_language"] = "de" if address.startswith("/en/") else "en"
    html = client.get(address, headers={"accept-language": "fr"}).content.decode()
    language = "en" if address.startswith("/en/") else "de"
    assert f'<html lang="{language}">' in html
    assert "Umento</title>" in html


@every_address
def test_says_what_it_is_and_where_its_other_language_is(html, address):
    german, english = next(pair for pair in [*PAGES.values(), *ARTICLES] if address in pair)
    base = "https://umento.example"
    assert f'<link rel="canonical" href="{base}{address}">' in html
    assert f'<link rel="alternate" hreflang="de" href="{base}{german}">' in html
    assert f'<link rel="alternate" hreflang="en" href="{base}{english}">' in html
    assert f'<link rel="alternate" hreflang="x-default" href="{base}{german}">' in html
    [description] = re.findall(r'<meta name="description" content="([^"]*)">', html)
    assert 40 <= len(description) <= 160
    assert f'<meta property="og:description" content="{description}">' in html
    assert "og:image" not in html


@pytest.mark.parametrize("name", PAGES)
def test_the_same_name_is_written_in_the_active_language(name):
    german, english = PAGES[name]
    for language, address in (("de", german), ("de-du", german), ("en", english)):
        with translation.override(language):
            assert reverse(f"website:{name}") == address


@pytest.mark.parametrize("pair", [*PAGES.values(), *ARTICLES])
def test_the_language_switch_leads_to_the_same_page(client, pair):
    for here, there, language in ((*pair, "en"), (*reversed(pair), "de")):
        response = client.post("/preferences/", {"language": language, "next": here}, follow=True)
        assert response.request["PATH_INFO"] == there and response.status_code == 200


def test_every_page_has_its_words_in_both_languages():
    assert set(pages.WORDS) == set(PAGES)
    assert all(set(words) == {"de", "en"} for words in pages.WORDS.values())


@pytest.mark.parametrize(
    "address", ["/wissen/gibt-es-nicht/", "/en/insights/no-such-article/", "/gibt/es/nicht/"]
)
def test_unknown_addresses_are_404_pages_that_lead_on(client, address):
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 404
    html5lib.HTMLParser(strict=True).parse(html)
    assert 'href="/so-funktioniert-es/"' in html or 'href="/en/how-it-works/"' in html


def test_articles_start_with_what_one_will_know_and_end_with_one_way_to_a_demo(client):
    article = all_articles("de")[0]
    html = client.get(f"/wissen/{article.slug}/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert all(takeaway in main for takeaway in article.takeaways)
    assert (
        main.index("Danach wissen Sie") < main.index("Inhalt") < main.index(f'id="{article.headings[0].id}"')
    )
    assert main.count('href="/demo/"') == 1
    assert all(f'href="#{heading.id}"' in main for heading in article.headings)
    assert "zuletzt geprüft am 22. November 2026" in main and f"{article.minutes} Minuten" in main
    assert f'href="/en/insights/{other_language(article).slug}/"' in main


def test_articles_can_be_filtered_by_their_kind(client):
    html = client.get("/wissen/?kind=Recht").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert main.count("<article") == 1 and "Was der Betriebsrat fragt" in main
    assert "Noch nichts zu diesem Thema" in client.get("/wissen/?kind=Sport").content.decode()


def test_the_start_page_offers_the_next_three_days(client):
    html = client.get("/").content.decode()
    found = re.findall(r'href="/demo/\?time=([^"]+)"><time[^>]*>([^<]+)</time>', html)
    assert [words for _value, words in found] == [
        "Mo, 18. Jan., 14:00",
        "Di, 19. Jan., 9:00",
        "Mi, 20. Jan., 9:00",
    ]
    chosen = client.get(f"/demo/?time={found[1][0]}").content.decode()
    assert re.search(r'value="2027-01-19T08:00Z"[^>]*checked', chosen)


def test_the_start_page_without_free_times_offers_to_ask(client, house):
    from tenancy.scope import scope

    with scope(house.organisation):
        house.ada.working_hours.all().delete()
    html = client.get("/").content.decode()
    assert "Zurzeit sind alle Termine vergeben." in html and 'href="/demo/anfragen/"' in html


def test_the_feed_lists_all_articles_of_a_language(client):
    for address, language in (("/wissen/rss/", "de"), ("/en/insights/rss/", "en")):
        response = client.get(address, HTTP_HOST="localhost")
        assert response["Content-Type"].startswith("application/rss+xml")
        channel = ET.fromstring(response.content).find("channel")
        links = [item.findtext("link") for item in channel.iter("item")]
        assert links == [pages.of_article(article).address for article in all_articles(language)]
        assert "localhost" not in response.content.decode()


def test_the_sitemap_lists_every_page_with_its_other_language(client):
    response = client.get("/sitemap.xml")
    root = ET.fromstring(response.content)
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = [element.text for element in root.findall("s:url/s:loc", space)]
    assert sorted(found) == sorted(f"https://umento.example{address}" for address in ADDRESSES)
    assert len(root.findall("s:url/x:link", space)) == 2 * len(ADDRESSES)


def test_robots_are_told_where_the_sitemap_is_and_what_is_private(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://umento.example/sitemap.xml" in text and "Disallow: /o/" in text
    assert "Disallow: /demo/\n" not in text


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_small(client, name):
    assert len(client.get(PAGES[name][0]).content) < 60_000


def test_pages_to_read_take_no_posts(client):
    assert client.post("/").status_code == 405
