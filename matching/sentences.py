"""The engine's facts in words for HR. Codes and parameters come from ``matching.engine.explaining.facts``."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.reasons import language_name, listed

Params = Mapping[str, Any]
MONDAY = datetime(2027, 1, 4, tzinfo=UTC)
SHOWN_TIMES = 3

FACTORS = {
    "topics": gettext_lazy("Themen"),
    "time": gettext_lazy("Gemeinsame Zeit"),
    "distance": gettext_lazy("Abstand"),
    "place": gettext_lazy("Ort und Format"),
    "style": gettext_lazy("Sprache und Wünsche"),
}
GRADES = {
    "very_good": gettext_lazy("sehr gut"),
    "good": gettext_lazy("gut"),
    "workable": gettext_lazy("tragfähig"),
}
RULES = {
    "common_language": gettext_lazy("gemeinsame Sprache"),
    "mentor_junior": gettext_lazy("Abstand in der Erfahrung"),
    "reporting_line": gettext_lazy("Berichtslinie"),
    "mentor_below": gettext_lazy("Berichtslinie nach unten"),
    "shared_manager": gettext_lazy("gemeinsame Führungskraft"),
    "other_department": gettext_lazy("anderer Bereich"),
    "other_place": gettext_lazy("anderer Standort"),
}
#: What somebody lacks when a rule cannot be checked for them.
LACKING = {
    "common_language": gettext_lazy("die Sprachen"),
    "mentor_junior": gettext_lazy("die Karrierestufe oder die Berufsjahre"),
    "reporting_line": gettext_lazy("die Führungskraft"),
    "mentor_below": gettext_lazy("die Führungskräfte bis zur Spitze"),
    "shared_manager": gettext_lazy("die Führungskraft"),
    "other_department": gettext_lazy("der Bereich"),
    "other_place": gettext_lazy("der Standort"),
}
CRITERIA = {
    "skills": gettext_lazy("Themen"),
    "topics": gettext_lazy("Ziele"),
    "time": gettext_lazy("Zeiten"),
    "distance": gettext_lazy("Erfahrung"),
    "department": gettext_lazy("Bereich"),
    "place": gettext_lazy("Ort und Format"),
    "language": gettext_lazy("Sprachen"),
    "wishes": gettext_lazy("Wünsche"),
    **RULES,
}


def fact(code: str, params: Params) -> str:
    """Return the sentence for one fact, in the active language."""
    if code.endswith("_unknown"):
        return _("Keine Angabe, deshalb keine Punkte")
    return FACTS[code](params)


def short(code: str, params: Params) -> str:
    """Return the same in two to five words, for the row of a pair; "" when it needs no mention."""
    if code.endswith("_unknown"):
        return _("keine Angabe: {criterion}").format(
            criterion=CRITERIA.get(code.removesuffix("_unknown"), "")
        )
    return SHORT[code](params) if code in SHORT else ""


def _topics(params: Params) -> str:
    wanted = len(params["met"]) + len(params["unmet"])
    return ngettext("{met} von {n} Thema", "{met} von {n} Themen", wanted).format(
        met=len(params["met"]), n=wanted
    )


def _skills(params: Params) -> str:
    met = listed([row["skill"] for row in params["met"]])
    if not params["unmet"]:
        return met
    return _("{met}, nicht: {unmet}").format(met=met, unmet=listed(list(params["unmet"])))


def _no_skills(params: Params) -> str:
    return _("Keines der gewünschten Themen: {unmet}").format(unmet=listed(list(params["unmet"])))


def _times(params: Params) -> str:
    """How often, and when while it is rare; in Berlin's time, which a cohort shares unless it spans zones."""
    count = ngettext("{n} Zeit pro Woche", "{n} Zeiten pro Woche", params["count"]).format(n=params["count"])
    if params["count"] > SHOWN_TIMES:
        return count
    return f"{count}, {listed([_moment(start) for start in params['starts']])}"


def _moment(start: int) -> str:
    local = (MONDAY + timedelta(minutes=15 * start)).astimezone(ZoneInfo("Europe/Berlin"))
    return _("{weekday} {time} Uhr").format(weekday=WEEKDAYS[local.weekday()], time=f"{local:%-H:%M}")


def _times_short(params: Params) -> str:
    return ngettext("{n} Zeit pro Woche", "{n} Zeiten pro Woche", params["count"]).format(n=params["count"])


def _levels(params: Params) -> str:
    return _("Karrierestufe {mentor} und {mentee}").format(mentor=params["mentor"], mentee=params["mentee"])


def _years(params: Params) -> str:
    mentor, mentee = (number_format(params[side], 0) for side in ("mentor", "mentee"))
    return _("{mentor} und {mentee} Berufsjahre").format(mentor=mentor, mentee=mentee)


def _departments(params: Params) -> str:
    return _("Bereiche {mentor} und {mentee}").format(mentor=params["mentor"], mentee=params["mentee"])


def _same_department(params: Params) -> str:
    return _("beide im Bereich {department}").format(department=params["mentor"])


def _languages(params: Params) -> str:
    return listed([language_name(code) for code in params["common"]])


def _said(sentence: Any) -> Callable[[Params], str]:
    return lambda params: str(sentence)


FACTS: dict[str, Callable[[Params], str]] = {
    "skills_met": _skills,
    "skills_none": _no_skills,
    "topics_shared": lambda params: listed(list(params["shared"])),
    "topics_none": _said(gettext_lazy("kein gemeinsames Ziel")),
    "time_common": _times,
    "time_none": _said(gettext_lazy("keine gemeinsame Zeit")),
    "distance_level": _levels,
    "distance_years": _years,
    "distance_age_band": lambda params: _("Altersgruppen {mentor} und {mentee}").format(**_places(params)),
    "department_different": _departments,
    "department_same": _same_department,
    "form_conflict": _said(gettext_lazy("eine Seite nur vor Ort, die andere nur per Video")),
    "form_online": _said(gettext_lazy("per Video")),
    "place_same": lambda params: _("beide am Standort {place}").format(place=params["mentor"]),
    "places_apart": lambda params: _("{mentor} und {mentee}, eine Seite nur vor Ort").format(
        **_places(params)
    ),
    "only_online": lambda params: _("{mentor} und {mentee}, per Video möglich").format(**_places(params)),
    "language_none": _said(gettext_lazy("keine gemeinsame Sprache")),
    "language_one": _languages,
    "language_several": _languages,
    "wish_mutual": _said(gettext_lazy("beide haben sich das gewünscht")),
    "wish_met": _said(gettext_lazy("ein Wunsch geht in Erfüllung")),
    "wish_other": _said(gettext_lazy("gewünscht war jemand anderes")),
    "wish_none": _said(gettext_lazy("keine Wünsche genannt")),
}
SHORT: dict[str, Callable[[Params], str]] = {
    "skills_met": _topics,
    "skills_none": _said(gettext_lazy("kein gewünschtes Thema")),
    "time_common": _times_short,
    "time_none": _said(gettext_lazy("keine gemeinsame Zeit")),
    "department_same": _said(gettext_lazy("gleicher Bereich")),
    "place_same": _said(gettext_lazy("gleicher Standort")),
    "only_online": _said(gettext_lazy("nur per Video")),
    "places_apart": _said(gettext_lazy("zwei Standorte")),
    "form_conflict": _said(gettext_lazy("vor Ort oder Video: uneins")),
}


def _places(params: Params) -> dict[str, Any]:
    return {side: params[side] for side in ("mentor", "mentee")}


def flag(code: str, params: Params) -> str:
    """Return why a pair deserves a look."""
    if code == "low_fit":
        return _("Passung unter 70")
    if code == "few_times":
        return _("Nur 1 gemeinsame Zeit pro Woche") if params["count"] else _("Keine gemeinsame Zeit")
    if code == "time_unknown":
        return _("Zeiten fehlen")
    if code == "cannot_check":
        return _("{rule} nicht prüfbar, Angaben fehlen").format(rule=RULES[params["rule"]])
    return fact(code, params)[:1].upper() + fact(code, params)[1:]


def left_over(reason: str, params: Params) -> str:
    """Return why somebody has no tandem. Codes: of ``engine.explaining.left_over`` and ``swapping.SWAPPED``."""
    tell = COUNTED.get(reason)
    return tell(params) if tell else str(LEFT_OVER[reason])


def _too_few_places(params: Params) -> str:
    return ngettext(
        "Für {people} Personen kommt nur {n} Platz infrage: Jemand bleibt ohne Tandem.",
        "Für {people} Personen kommen nur {n} Plätze infrage: Jemand bleibt ohne Tandem.",
        params["places"],
    ).format(people=params["people"], n=params["places"])


def _served_elsewhere(params: Params) -> str:
    return ngettext(
        "{n} Person würde passen, ist aber in einem anderen Tandem besser aufgehoben.",
        "{n} Personen würden passen, sind aber in anderen Tandems besser aufgehoben.",
        params["possible"],
    ).format(n=params["possible"])


def _no_allowed_partner(params: Params) -> str:
    """All rules in the way, the one that stops most people first."""
    ranked = sorted(params["rules"].items(), key=lambda rule: (-rule[1]["stops"], rule[0]))
    stops = [f"{HURDLES[code]} ({counts['stops']})" for code, counts in ranked]
    return ngettext(
        "Mit der einen Person auf der anderen Seite steht etwas im Weg: {hurdles}.",
        "Mit jeder der {n} Personen auf der anderen Seite steht etwas im Weg: {hurdles}.",
        params["people"],
    ).format(n=params["people"], hurdles=listed(stops))


def _cannot_check(params: Params) -> str:
    """What this person lacks, or that everybody else does."""
    own = list(dict.fromkeys(str(LACKING[rule]) for rule in params.get("own", ())))
    if not own:
        return _(
            "Bei allen auf der anderen Seite fehlt eine Angabe, ohne die sich eine Regel nicht prüfen lässt."
        )
    return _("Es fehlt: {data}. Ohne diese Angabe lässt sich eine Regel nicht prüfen.").format(
        data=listed(own)
    )


COUNTED: dict[str, Callable[[Params], str]] = {
    "too_few_places": _too_few_places,
    "served_elsewhere": _served_elsewhere,
    "no_allowed_partner": _no_allowed_partner,
    "cannot_check": _cannot_check,
}
HURDLES = {
    "not_opted_in": gettext_lazy("nimmt nicht teil"),
    "same_person": gettext_lazy("dieselbe Person"),
    "excluded": gettext_lazy("ausgeschlossen"),
    "declined": gettext_lazy("schon einmal vorgeschlagen"),
    "cannot_check": gettext_lazy("Angaben fehlen"),
    "same_reporting_line": gettext_lazy("Berichtslinie"),
    "mentor_below": gettext_lazy("Berichtslinie nach unten"),
    "shared_manager": gettext_lazy("gemeinsame Führungskraft"),
    "same_department": gettext_lazy("gleicher Bereich"),
    "same_place": gettext_lazy("gleicher Standort"),
    "mentor_not_junior": gettext_lazy("Abstand in der Erfahrung"),
    "no_common_language": gettext_lazy("keine gemeinsame Sprache"),
    "below_floor": gettext_lazy("Mindestpassung"),
}
LEFT_OVER = {
    "nobody_there": gettext_lazy("Auf der anderen Seite ist niemand."),
    "no_capacity": gettext_lazy("Kein Platz für ein weiteres Tandem."),
    "not_opted_in": gettext_lazy("Nimmt gerade nicht teil."),
    "mentor_not_junior": gettext_lazy("Der nötige Abstand in der Erfahrung fehlt zu allen."),
    "same_reporting_line": gettext_lazy("Alle möglichen Personen stehen in derselben Berichtslinie."),
    "mentor_below": gettext_lazy(
        "Alle möglichen Paare stünden in einer Berichtslinie über der anderen Person."
    ),
    "shared_manager": gettext_lazy("Mit allen möglichen Personen gibt es eine gemeinsame Führungskraft."),
    "same_department": gettext_lazy("Alle möglichen Personen arbeiten im selben Bereich."),
    "same_place": gettext_lazy("Alle möglichen Personen arbeiten am selben Standort."),
    "no_common_language": gettext_lazy(
        "Mit niemandem auf der anderen Seite gibt es eine gemeinsame Sprache."
    ),
    "excluded": gettext_lazy("Alle möglichen Paare sind ausgeschlossen."),
    "declined": gettext_lazy("Mit allen möglichen Personen gab es schon einen Vorschlag."),
    "swapped": gettext_lazy("Nach einem Tausch ohne Tandem."),
    "same_person": gettext_lazy("Auf der anderen Seite steht nur dieselbe Person."),
    "below_floor": gettext_lazy("Mit niemandem wird die Mindestpassung erreicht."),
}
