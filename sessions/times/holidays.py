"""Holidays of a federal state. No database, no clock."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from holidays import country_holidays

from accounts import states

LANGUAGES = {"de": "de", "en": "en_US"}


def of(state: str, years: Iterable[int], language: str = "de") -> dict[date, str]:
    """Return the holidays of these years with their names, by date.

    ``state`` is a code of ``accounts.states``, ``language`` de or en.
    """
    if state == states.NONE:
        return {}
    return {day: name for year in years for day, name in _of_year(state, year, LANGUAGES[language])}


@lru_cache(maxsize=512)
def _of_year(state: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    country, _, part = state.partition("-")
    found = country_holidays(country, subdiv=part or None, years=year, language=language)
    return tuple(sorted(found.items()))
