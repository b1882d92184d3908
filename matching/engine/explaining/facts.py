"""What lies behind points, refusals and flags of one pair, as codes with parameters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from matching.engine import lines
from matching.engine.model import Person, Rules
from matching.engine.points import GOOD, fit
from matching.engine.result import Fact
from matching.engine.scoring import criteria, rules

FEW_TIMES = 1
WORTH_A_LOOK = ("time_unknown", "form_conflict", "places_apart", "skills_none")
# Measure → what people told for it, and the code of the fact.
TOLD_AS = {
    "level": ("level", "distance_level"),
    "experience": ("years", "distance_years"),
    "age_band": ("age_band", "distance_age_band"),
}
Teller = Callable[[Person, Person, Rules], Fact]


def skills(mentor: Person, mentee: Person, settings: Rules) -> Fact:
    met = [
        {"skill": name, "priority": priority, "level": mentor.skills[name]}
        for name, priority in sorted(mentee.skills.items(), key=lambda item: (-item[1], item[0]))
        if name in mentor.skills
    ]
    unmet = sorted(mentee.skills.keys() - mentor.skills.keys(), key=lambda name: (-mentee.skills[name], name))
    return Fact("skills_met" if met else "skills_none", {"met": met, "unmet": unmet})


def topics(mentor: Person, mentee: Person, settings: Rules) -> Fact:
    shared = sorted(mentor.topics & mentee.topics)
    return Fact(
        "topics_shared" if shared else "topics_none",
        {"shared": shared, "unmet": sorted(mentee.topics - mentor.topics)},
    )


def time(mentor: Person, mentee: Person, settings: Rules) -> Fact:
    common = sorted(criteria.starts(mentor.times & mentee.times, settings.session_minutes))
    return Fact(
        "time_common" if common else "time_none",
        {"count": len(common), "starts": common, "minutes": settings.session_minutes},
    )


def distance(mentor: Person, mentee: Person, settings: Rules) -> Fact:
    name, code = TOLD_AS[settings.measure]
    return Fact(code, {person.side: getattr(person, name) for person in (mentor, mentee)})


def department(mentor: Person, mentee: Person, settings: Rules) -> Fact:
    code = "department_same" if mentor.department == mentee.department else "department_different"
    return Fact(code, {"mentor": mentor.department, "mentee": mentee.department})


def place(mentor: Person, mentee: Person, settings: Rules) -> Fact:
    same = mentor.place == mentee.place if mentor.place and mentee.place else None
    code, _ = criteria.place_outcome(mentee.form, mentor.form, same)
    if code == "place_unknown":
        return unknown("place", mentor, mentee, settings)
    return Fact(
        code,
        {
            "mentor": mentor.place,
            "mentee": mentee.place,
            "forms": {"mentor": mentor.form, "mentee": mentee.form},
        },
    )


def language(mentor: Person, mentee: Person, settings: Rules) -> Fact:
    common = sorted(mentor.languages & mentee.languages)
    code = ("language_none", "language_one", "language_several")[min(len(common), 2)]
    return Fact(code, {"common": common})


def wishes(mentor: Person, mentee: Person, settings: Rules) -> Fact:
    wished = [a.side for a, b in ((mentor, mentee), (mentee, mentor)) if b.key in a.wishes]
    others = [a.side for a, b in ((mentor, mentee), (mentee, mentor)) if a.wishes and b.key not in a.wishes]
    code = (
        "wish_mutual"
        if len(wished) == 2
        else "wish_met"
        if wished
        else "wish_other"
        if others
        else "wish_none"
    )
    return Fact(code, {"by": wished, "others": others})


TELLERS: Mapping[str, Teller] = {
    "skills": skills,
    "topics": topics,
    "time": time,
    "distance": distance,
    "department": department,
    "place": place,
    "language": language,
    "wishes": wishes,
}


def unknown(criterion: str, mentor: Person, mentee: Person, settings: Rules) -> Fact:
    missing = [x.side for x in (mentor, mentee) if not criteria.known(x, criterion, settings)]
    return Fact(f"{criterion}_unknown", {"missing": missing})


def fact(criterion: str, mentor: Person, mentee: Person, settings: Rules) -> Fact:
    """The fact behind the points of one criterion; `<criterion>_unknown` if it could not be checked."""
    told = (criteria.known(person, criterion, settings) for person in (mentor, mentee))
    if criterion == "place" or all(told):
        return TELLERS[criterion](mentor, mentee, settings)
    return unknown(criterion, mentor, mentee, settings)


def reason(code: str, mentor: Person, mentee: Person, settings: Rules, points: int) -> Fact:
    """Why a pair is not allowed."""
    if code == "below_floor":
        return Fact(code, {"fit": fit(points), "floor": settings.floor})
    return Fact(code, REASONS[code](mentor, mentee, settings) if code in REASONS else {})


def not_opted_in(mentor: Person, mentee: Person, settings: Rules) -> dict[str, object]:
    return {"missing": [x.side for x in (mentor, mentee) if not x.opted_in]}


def not_junior(mentor: Person, mentee: Person, settings: Rules) -> dict[str, object]:
    values = distance(mentor, mentee, settings).params
    return {**values, "measure": settings.measure, "min_distance": settings.min_distance}


def languages(mentor: Person, mentee: Person, settings: Rules) -> dict[str, object]:
    return {"mentor": sorted(mentor.languages), "mentee": sorted(mentee.languages)}


def above(mentor: Person, mentee: Person, settings: Rules) -> dict[str, object]:
    """Who stands above whom, and by how many steps."""
    steps = lines.steps_to(mentor.line, mentee.key)
    if steps is not None:
        return {"above": "mentee", "steps": steps}
    return {"above": "mentor", "steps": lines.steps_to(mentee.line, mentor.key)}


def unproven(mentor: Person, mentee: Person, settings: Rules) -> dict[str, object]:
    return {person.side: list(rules.lacking(person, settings)) for person in (mentor, mentee)}


def shared_manager(mentor: Person, mentee: Person, settings: Rules) -> dict[str, object]:
    """The first of the mentor's managers who stands above the mentee as well."""
    theirs = lines.above(mentee.line, settings.shared_depth)
    return {"manager": next(key for key in lines.above(mentor.line) if key in theirs)}


REASONS: Mapping[str, Callable[[Person, Person, Rules], dict[str, object]]] = {
    "not_opted_in": not_opted_in,
    "cannot_check": unproven,
    "same_reporting_line": above,
    "mentor_below": lambda mentor, mentee, settings: {"steps": lines.steps_to(mentor.line, mentee.key)},
    "shared_manager": shared_manager,
    "mentor_not_junior": not_junior,
    "same_department": lambda mentor, mentee, settings: {"department": mentor.department},
    "same_place": lambda mentor, mentee, settings: {"place": mentor.place},
    "no_common_language": languages,
}


def flags(
    mentor: Person,
    mentee: Person,
    settings: Rules,
    points: int,
    told: Mapping[str, Fact],
    checked: Collection[str],
) -> tuple[Fact, ...]:
    """What deserves a look before a pair is published.

    `told`: fact per criterion that counts. `checked`: rules that pairs are checked against; that nobody has data for
    one of the others is reported once for all.
    """
    raised = [Fact("low_fit", {"fit": fit(points)})] if fit(points) < GOOD else []
    if told.get("time", Fact("")).params.get("count", FEW_TIMES + 1) <= FEW_TIMES:
        raised.append(Fact("few_times", told["time"].params))
    raised += [fact for fact in told.values() if fact.code in WORTH_A_LOOK]
    for rule in checked:
        missing = [x.side for x in (mentor, mentee) if not rules.checkable(x, rule, settings)]
        if missing:
            raised.append(Fact("cannot_check", {"rule": rule, "missing": missing}))
    return tuple(raised)
