"""What search engines and shared links say of each page. The pages' own words are in `templates/website/content`."""

from collections.abc import Mapping
from dataclasses import dataclass

from website.addresses import LANGUAGES, in_both_languages
from website.articles import Article, all_articles, other_language


@dataclass(frozen=True)
class Page:
    """A page of the public site in one language; ``addresses`` are the absolute ones by language."""

    language: str
    title: str
    description: str
    addresses: Mapping[str, str]
    kind: str = "website"

    @property
    def address(self) -> str:
        return self.addresses[self.language]

    @property
    def locale(self) -> str:
        return {"de": "de_DE", "en": "en_GB"}[self.language]


#: Title and description by name and language.
WORDS = {
    "start": {
        "de": (
            "Software für Reverse Mentoring",
            "Vom Ziel über nachvollziehbare Paare bis zum Bericht.",
        ),
        "en": (
            "Reverse mentoring software",
            "From the goal, through pairs you can check, to the report.",
        ),
    },
    "how_it_works": {
        "de": (
            "So funktioniert es",
            "Wer was tut, wie der erste Monat aussieht und was Umento nie tut.",
        ),
        "en": (
            "How it works",
            "Who does what, what the first month looks like, what Umento never does.",
        ),
    },
    "security": {
        "de": (
            "Sicherheit und Datenschutz",
            "Alle Daten, alle Auswertungen, alle Rollen, mit Mappe für den Betriebsrat.",
        ),
        "en": (
            "Security and privacy",
            "All data, evaluations and roles, with a folder for the works council.",
        ),
    },
    "article_list": {
        "de": (
            "Wissen für Ihr Programm",
            "Leitfäden, Vorlagen und Rechtsfragen zu Reverse Mentoring, mit Quellen.",
        ),
        "en": (
            "Insights for your program",
            "Guides, templates and legal questions about reverse mentoring, with sources.",
        ),
    },
    "imprint": {
        "de": ("Impressum", "Wer hinter Umento steht und wie Sie uns erreichen."),
        "en": ("Imprint", "Who is behind Umento and how to reach us."),
    },
    "privacy": {
        "de": ("Datenschutz", "Was wir auf diesen Seiten und bei einer Demo verarbeiten, und wie lange."),
        "en": ("Privacy", "What we process on these pages and for a demo, and for how long."),
    },
    "accessibility": {
        "de": (
            "Erklärung zur Barrierefreiheit",
            "Was geprüft ist, was noch fehlt und wie Sie eine Barriere melden.",
        ),
        "en": (
            "Accessibility statement",
            "What has been checked, what is missing, and how to report a barrier.",
        ),
    },
    "demo_book": {
        "de": (
            "Demo buchen, 30 Minuten",
            "30 Minuten per Video mit der echten Anwendung. Zeit aussuchen, Name und E-Mail, fertig.",
        ),
        "en": (
            "Book a demo, 30 minutes",
            "30 minutes by video with the real application. Pick a time, name and e-mail, done.",
        ),
    },
    "demo_ask": {
        "de": ("Termin anfragen", "Keine passende Zeit dabei? Wir schlagen eine vor."),
        "en": ("Ask for a time", "No time that suits you? We will suggest one."),
    },
}


def of(name: str, language: str) -> Page:
    """Return what to say of a page by its name."""
    title, description = WORDS[name][language]
    return Page(language, title, description, in_both_languages(name))


def of_article(article: Article) -> Page:
    """Return what to say of an article."""
    slugs = {each.language: each.slug for each in (article, other_language(article))}
    addresses = in_both_languages("article_detail", slug=slugs)
    return Page(article.language, article.title, article.teaser, addresses, "article")


def all_pages() -> list[Page]:
    """Return every page that search engines may know, in both languages."""
    written = [of(name, language) for name in WORDS for language in LANGUAGES]
    return written + [of_article(article) for language in LANGUAGES for article in all_articles(language)]
