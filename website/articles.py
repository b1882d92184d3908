"""The articles of the public site: what is said about each here, the text itself in `templates/website/articles`."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from html.parser import HTMLParser
from math import ceil
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "website" / "articles"
WORDS_PER_MINUTE = 200


class ArticleNotFound(LookupError):
    """There is no such article in that language."""


@dataclass(frozen=True)
class Heading:
    """A section of an article: the anchor in its text and the words of the heading."""

    id: str
    text: str


@dataclass(frozen=True)
class Article:
    """One article in one language. `key` is the same in all languages and names the folder of the texts.

    `takeaways` are three clauses that complete "Danach wissen Sie" or "After reading you will know".
    """

    key: str
    language: str
    slug: str
    kind: str
    title: str
    teaser: str
    takeaways: tuple[str, str, str]
    published: date
    checked: date

    @property
    def template(self) -> str:
        """The template of the text: no layout, no title, headings from the second level on."""
        return f"website/articles/{self.key}/{self.language}.html"

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The sections in the order of the text, for a table of contents."""
        return tuple(_read(self).headings)

    @property
    def minutes(self) -> int:
        """Whole minutes an unhurried reader needs for the text."""
        return ceil(_read(self).words / WORDS_PER_MINUTE)


class _Text(HTMLParser):
    """Counts the words of a text and collects its headings of the second level."""

    def __init__(self) -> None:
        super().__init__()
        self.words = 0
        self.headings: list[Heading] = []
        self._anchor: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h2":
            self._anchor = dict(attrs).get("id")

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2":
            self._anchor = None

    def handle_data(self, data: str) -> None:
        self.words += len(data.split())
        if self._anchor:
            self.headings.append(Heading(self._anchor, data.strip()))


@cache
def _read(article: Article) -> _Text:
    text = _Text()
    text.feed((FOLDER / article.key / f"{article.language}.html").read_text(encoding="utf-8"))
    text.close()
    return text


def all_articles(language: str) -> tuple[Article, ...]:
    """Return the articles in a language ("de", "de-du" or "en"), the one to begin with first."""
    written = language.partition("-")[0]
    return tuple(article for article in _ARTICLES if article.language == written)


def get_article(slug: str, language: str) -> Article:
    """Return the article with this address in a language. Raises ArticleNotFound."""
    for article in all_articles(language):
        if article.slug == slug:
            return article
    raise ArticleNotFound(slug)


def in_any_language(slug: str) -> Article | None:
    """Return the article with this address, whatever its language, or None."""
    return next((article for article in _ARTICLES if article.slug == slug), None)


def other_language(article: Article) -> Article:
    """Return the same article in the other language."""
    return next(
        other for other in _ARTICLES if other.key == article.key and other.language != article.language
    )


_ARTICLES = (
    Article(
        key="reverse-mentoring",
        language="de",
        slug="was-reverse-mentoring-ist",
        kind="Leitfaden",
        title="Was Reverse Mentoring ist, und was nicht",
        teaser="Woher die Idee kommt, was die Forschung wirklich hergibt und wann Sie es besser lassen.",
        takeaways=(
            "worin sich Reverse Mentoring von Schulung, Befragung und Talentauswahl unterscheidet",
            "welche drei Bedingungen jedes Tandem braucht",
            "was belegt ist, was nur behauptet wird und woran Programme scheitern",
        ),
        published=date(2026, 11, 22),
        checked=date(2026, 11, 22),
    ),
    Article(
        key="reverse-mentoring",
        language="en",
        slug="what-reverse-mentoring-is",
        kind="Guide",
        title="What reverse mentoring is, and what it is not",
        teaser="Where the idea comes from, what the research really supports, and when to leave it alone.",
        takeaways=(
            "how reverse mentoring differs from training, surveys and talent spotting",
            "which three conditions every tandem needs",
            "what is shown, what is only claimed, and why programs fail",
        ),
        published=date(2026, 11, 22),
        checked=date(2026, 11, 22),
    ),
    Article(
        key="goal",
        language="de",
        slug="ein-ziel-setzen-das-traegt",
        kind="Vorlage",
        title="Ein Ziel setzen, das trägt",
        teaser="Ein Hauptziel, sechs Angaben, eine Seite Papier. Mit Vorlage und drei Beispielen.",
        takeaways=(
            "warum ein Programm genau ein Hauptziel braucht",
            "welche sechs Angaben auf ein Zielblatt gehören, mit einer Vorlage zum Ausfüllen",
            "was Sie messen können, ohne jemanden zu überwachen",
        ),
        published=date(2026, 11, 22),
        checked=date(2026, 11, 22),
    ),
    Article(
        key="goal",
        language="en",
        slug="setting-a-goal-that-holds",
        kind="Template",
        title="Setting a goal that holds",
        teaser="One main goal, six entries, one sheet of paper. With a template and three examples.",
        takeaways=(
            "why a program needs exactly one main goal",
            "which six entries belong on a goal sheet, with a template to fill in",
            "what you can measure without watching anybody",
        ),
        published=date(2026, 11, 22),
        checked=date(2026, 11, 22),
    ),
    Article(
        key="works-council",
        language="de",
        slug="was-der-betriebsrat-fragt",
        kind="Recht",
        title="Was der Betriebsrat fragt, und was Sie antworten können",
        teaser="Zehn Fragen, die kommen werden, ehrliche Antworten und die Gliederung einer Vereinbarung.",
        takeaways=(
            "warum auch ein freiwilliges Programm der Mitbestimmung unterliegen kann",
            "was Sie auf zehn Fragen des Betriebsrats antworten können",
            "in welcher Reihenfolge Sie vorgehen und wie eine Vereinbarung gegliedert ist",
        ),
        published=date(2026, 11, 22),
        checked=date(2026, 11, 22),
    ),
    Article(
        key="works-council",
        language="en",
        slug="what-a-works-council-asks",
        kind="Law",
        title="What a works council asks, and what you can answer",
        teaser="Ten questions to expect in Germany, honest answers, and the outline of an agreement.",
        takeaways=(
            "why even a voluntary program can be subject to co-determination in Germany",
            "what you can answer to ten questions from the works council",
            "in which order to proceed, and how an agreement is laid out",
        ),
        published=date(2026, 11, 22),
        checked=date(2026, 11, 22),
    ),
)
