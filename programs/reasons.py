"""Why two people fit, in words for the two: facts in favour only, never points, wishes or seniority."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf.locale import LANG_INFO
from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from programs.models import Side

Params = dict[str, Any]
Reason = dict[str, Any]
#: Instead of a side: words for somebody who is not one of the two.
OUTSIDE = "outside"
AT_MOST = 3
LISTED = 3
#: The week that quarter hours of a fact count from.
MONDAY = datetime(2027, 1, 4, tzinfo=UTC)


def sentences(reasons: Sequence[Reason], for_side: str, *, zone: str = "Europe/Berlin") -> list[str]:
    """Return at most three sentences for the mentor, the mentee or OUTSIDE, in the active language.

    ``reasons`` are facts ``{"code", "params"}`` with the codes of the matching engine and skills by their names. Codes
    that are nobody's business (wishes, distance) or speak against the pair have no sentence.
    """
    by_code = {reason["code"]: reason.get("params", {}) for reason in reasons}
    found = (SENTENCES[code](by_code[code], for_side, zone) for code in SENTENCES if code in by_code)
    return [sentence for sentence in found if sentence][:AT_MOST]


def listed(words: Sequence[str]) -> str:
    """Return "A, B und C"."""
    return get_text_list(list(words), _("und"))


def language_name(code: str) -> str:
    """Return the name of a language in the active one, or its code when nobody knows it."""
    return _(LANG_INFO[code]["name"]) if "name" in LANG_INFO.get(code, {}) else code


def _skills(params: Params, side: str, zone: str) -> str:
    names = listed([met["skill"] for met in params["met"]][:LISTED])
    if side == Side.MENTOR:
        return _("Gesucht wird, was Sie zeigen können: {skills}").format(skills=names)
    if side == Side.MENTEE:
        return _("Gezeigt wird, was Sie lernen möchten: {skills}").format(skills=names)
    return _("Gesucht und gezeigt: {skills}").format(skills=names)


def _time(params: Params, side: str, zone: str) -> str:
    moments = (MONDAY + timedelta(minutes=15 * start) for start in params["starts"])
    days = sorted({moment.astimezone(ZoneInfo(zone)).weekday() for moment in moments})
    return _("Gemeinsame Zeit: {days}").format(days=listed([str(WEEKDAYS[day]) for day in days]))


def _same_place(params: Params, side: str, zone: str) -> str:
    return _("Beide am Standort {place}").format(place=params["mentor"])


def _online(params: Params, side: str, zone: str) -> str:
    return _("Treffen per Video passen für beide")


def _departments(params: Params, side: str, zone: str) -> str:
    return _("Zwei Bereiche, zwei Blickwinkel: {mentor} und {mentee}").format(**params)


def _languages(params: Params, side: str, zone: str) -> str:
    return _("Gemeinsame Sprachen: {languages}").format(
        languages=listed([language_name(code) for code in params["common"]])
    )


#: In the order in which they tell most.
SENTENCES: dict[str, Callable[[Params, str, str], str]] = {
    "skills_met": _skills,
    "time_common": _time,
    "place_same": _same_place,
    "department_different": _departments,
    "form_online": _online,
    "only_online": _online,
    "language_several": _languages,
}
