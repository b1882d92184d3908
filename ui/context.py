"""What every page knows without its view saying so."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
LANGUAGES = (("de", "Deutsch"), ("en", "English"))


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    current: bool


@dataclass(frozen=True)
class Page:
    """`theme` is "light", "dark" or "" (the system decides); `language` is the two-letter code for <html lang>."""

    theme: str
    language: str
    languages: tuple[Language, ...]
    path: str
    demo: bool

    @property
    def other_language(self) -> Language:
        return next(language for language in self.languages if not language.current)


def page(request: HttpRequest) -> dict[str, Page]:
    theme = request.COOKIES.get(THEME_COOKIE, "")
    current = (get_language() or settings.LANGUAGE_CODE)[:2]
    return {
        "ui": Page(
            theme=theme if theme in THEMES else "",
            language=current,
            languages=tuple(Language(code, name, code == current) for code, name in LANGUAGES),
            path=request.get_full_path(),
            demo=bool(getattr(settings, "DEMO", False)),
        )
    }
