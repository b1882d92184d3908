"""The guard in words for HR: broken rules of one pair, and what people lack."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.models import GuardFinding, Measure, Participant, Program, Tandem, Unchecked

#: From this depth on a line is as good as whole.
WHOLE_LINE = 9
MONTHS = 12
#: Two steps up: the mentor reports to one of the mentee's direct reports.
SECOND = 2


def sentence(finding: GuardFinding, tandem: Tandem) -> str:
    """Return what a finding is about, with the names of the two."""
    return SENTENCES[finding.rule](finding.fact, tandem)


def _line(fact: str, tandem: Tandem) -> str:
    above, below = _from_above(fact, tandem)
    return _("{above} führt {below}, direkt oder über wenige Stufen.").format(above=above, below=below)


def _below(fact: str, tandem: Tandem) -> str:
    steps = int(fact.rpartition("+")[2])
    names = {"mentor": tandem.mentor, "mentee": tandem.mentee}
    if steps == 1:
        return _("{mentee} ist die direkte Führungskraft von {mentor}.").format(**names)
    if steps == SECOND:
        return _("{mentor} berichtet an jemanden, den {mentee} direkt führt.").format(**names)
    return _("{mentor} steht {steps} Stufen unter {mentee}.").format(**names, steps=steps)


def _from_above(fact: str, tandem: Tandem) -> tuple[object, object]:
    """Return who stands above and who below, by the key in the fact."""
    mentor, mentee = tandem.members
    return (mentor, mentee) if fact.startswith(mentor.public_id) else (mentee, mentor)


def _shared(fact: str, tandem: Tandem) -> str:
    return _("{mentor} und {mentee} haben eine gemeinsame Führungskraft.").format(
        mentor=tandem.mentor, mentee=tandem.mentee
    )


def _not_junior(fact: str, tandem: Tandem) -> str:
    return _("Der Abstand ist kleiner als vereinbart: {distance}").format(distance=distance(tandem.program))


def _department(fact: str, tandem: Tandem) -> str:
    return _("Beide arbeiten jetzt im Bereich {department}.").format(department=fact)


def _place(fact: str, tandem: Tandem) -> str:
    return _("Beide arbeiten jetzt am Standort {place}.").format(place=fact)


SENTENCES: dict[str, Callable[[str, Tandem], str]] = {
    "same_reporting_line": _line,
    "mentor_below": _below,
    "shared_manager": _shared,
    "mentor_not_junior": _not_junior,
    "same_department": _department,
    "same_place": _place,
}


def distance(program: Program) -> str:
    """Return the rule on the distance as a sentence."""
    n = max(1, program.minimum_distance)
    if program.measure == Measure.LEVEL:
        text = ngettext(
            "Wer Mentoring gibt, steht mindestens {n} Karrierestufe unter der anderen Person.",
            "Wer Mentoring gibt, steht mindestens {n} Karrierestufen unter der anderen Person.",
            n,
        )
    else:
        text = ngettext(
            "Wer Mentoring gibt, hat mindestens {n} Berufsjahr weniger als die andere Person.",
            "Wer Mentoring gibt, hat mindestens {n} Berufsjahre weniger als die andere Person.",
            n,
        )
    return text.format(n=n)


def rules(program: Program) -> list[str]:
    """Return the rules of the guard that are on, as sentences."""
    found = [distance(program)]
    if program.reporting_depth:
        found.append(_depth(program.reporting_depth))
    if program.mentor_below:
        found += [
            _("Wer Mentoring gibt, steht nirgends unter der anderen Person, so viele Stufen es auch sind."),
            _("Wer Mentoring gibt, berichtet auch an niemanden, den die andere Person direkt führt."),
        ]
    if program.shared_depth:
        found.append(_common(program.shared_depth))
    if program.other_department:
        found.append(_("Die beiden arbeiten in verschiedenen Bereichen."))
    if program.other_place:
        found.append(_("Die beiden arbeiten an verschiedenen Standorten."))
    return found


def _depth(depth: int) -> str:
    if depth == 1:
        return _("Niemand bekommt die eigene Führungskraft.")
    if depth >= WHOLE_LINE:
        return _("Die beiden stehen nicht in derselben Berichtslinie.")
    return _("Keine der beiden Personen führt die andere, gezählt bis {n} Führungsstufen.").format(n=depth)


def _common(depth: int) -> str:
    if depth == 1:
        return _("Die beiden haben nicht dieselbe direkte Führungskraft.")
    return _("Bis {n} Führungsstufen über den beiden steht niemand über beiden zugleich.").format(n=depth)


#: One person first, then several.
GAPS = {
    Unchecked.MANAGER: (
        gettext_lazy("Für {n} Person ist die Führungskraft nicht bis oben bekannt."),
        gettext_lazy("Für {n} Personen ist die Führungskraft nicht bis oben bekannt."),
    ),
    Unchecked.MEASURE: (
        gettext_lazy("Für {n} Person fehlt die Karrierestufe oder die Zahl der Berufsjahre."),
        gettext_lazy("Für {n} Personen fehlt die Karrierestufe oder die Zahl der Berufsjahre."),
    ),
    Unchecked.DEPARTMENT: (
        gettext_lazy("Für {n} Person fehlt der Bereich."),
        gettext_lazy("Für {n} Personen fehlt der Bereich."),
    ),
    Unchecked.PLACE: (
        gettext_lazy("Für {n} Person fehlt der Standort."),
        gettext_lazy("Für {n} Personen fehlt der Standort."),
    ),
}


def gaps(program: Program, found: dict[Unchecked, list[Participant]]) -> list[str]:
    """Return for each kind of missing data how many people lack it, and what follows."""
    return [_gap(program, data, len(people)) for data, people in found.items()]


def _gap(program: Program, data: Unchecked, number: int) -> str:
    one, several = GAPS[data]
    lack = str(one if number == 1 else several).format(n=number)
    if data in program.allow_unchecked:
        return _("{lack} Sie haben gewählt, das zuzulassen.").format(lack=lack)
    follows = ngettext(
        "Die Regel kann nicht geprüft werden, deshalb wird diese Person nicht zugeordnet.",
        "Die Regel kann nicht geprüft werden, deshalb werden diese Personen nicht zugeordnet.",
        number,
    )
    return f"{lack} {follows}"
