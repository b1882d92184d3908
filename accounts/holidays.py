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
    return {day: name for year in years for day, name in _of_year(state, year, language).items()}


def is_one(day: date, state: str) -> bool:
    """Return whether a day is a holiday of ``state``, a code of ``accounts.states``."""
    return day in _of_year(state, day.year, "de")


@lru_cache(maxsize=512)
def _of_year(state: str, year: int, language: str) -> dict[date, str]:
    if state == states.NONE:
        return {}
    country, _, part = state.partition("-")
    found = country_holidays(country, subdiv=part or None, years=year, language=LANGUAGES[language])
    return dict(sorted(found.items()))
