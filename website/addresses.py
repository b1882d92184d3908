"""The public pages' addresses: one in German and one in English under the same name. They decide the language."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.functional import lazy

from mail.outbox import absolute
from ui import dates

View = TypeVar("View", bound=Callable[..., HttpResponse])

LANGUAGES = ("de", "en")
ENGLISH = "en/"


def page(german: str, english: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """Return the patterns of one page: both addresses are found, the one in the active language is written.

    Django writes the last pattern of a name first, and an address that is lazy anew in each language.
    """
    return [
        path(german, view, name=name),
        path(ENGLISH + english, view, name=name),
        path(_in_active_language(german, ENGLISH + english), view, name=name),
    ]


def _chosen(german: str, english: str) -> str:
    return german if dates.german() else english


_in_active_language = lazy(_chosen, str)


def in_address_language(view: View) -> View:
    """Speak the language of the address, whatever cookies and the browser say."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = "en" if request.path_info.startswith(f"/{ENGLISH}") else "de"
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return view(request, *args, **kwargs)

    return speaking  # type: ignore[return-value]


def in_both_languages(name: str, **slugs: Mapping[str, str]) -> dict[str, str]:
    """Return the absolute addresses of a page by language. ``slugs`` are its arguments, each by language."""
    return {
        language: in_language(language, name, **{key: slug[language] for key, slug in slugs.items()})
        for language in LANGUAGES
    }


def in_language(language: str, name: str, **kwargs: str) -> str:
    """Return the absolute address of a page in one language."""
    with translation.override(language):
        return absolute(reverse(f"website:{name}", kwargs=kwargs))
