"""What one of two reads of the other before both have said yes: topics, level and department, never a name.

Level and department are left out where they would be a name: somebody else in the house must share what is told.
"""

from django.utils.translation import gettext as _

from accounts.models import Membership
from programs import answers, reasons, skills
from programs.models import Participant, Skill, Tandem

#: So many people of the organisation, the described one included, must have what is told of one.
FEWEST = 2
#: Reasons that tell nothing of the other person but what both share.
SHARED = frozenset({"skills_met", "time_common", "form_online", "only_online", "language_several"})
TOPICS = 5
MOST_FIRST = (("department", "level"), ("department",), ("level",))


def line(participant: Participant) -> str:
    """Return department and level in words, as far as they are known and somebody else shares them, or ""."""
    person = participant.membership
    words = {"department": person.department}
    if person.level is not None:
        words["level"] = _("Karrierestufe {level}").format(level=person.level)
    for names in MOST_FIRST:
        if all(words.get(name) for name in names) and _is_shared(person, names):
            return ", ".join(words[name] for name in names)
    return ""


def topics(participant: Participant) -> list[Skill]:
    """Return what this person can show or wants to learn, the most important first."""
    return [row.skill for row in answers.skills_of(participant)][:TOPICS]


def reasons_for(tandem: Tandem, side: str, *, zone: str) -> list[str]:
    """Return what speaks for the tandem in sentences for this side, without place and department of the other."""
    told = [reason for reason in tandem.reasons if reason["code"] in SHARED]
    return reasons.sentences(skills.for_reader(told), side, zone=zone)


def _is_shared(person: Membership, names: tuple[str, ...]) -> bool:
    same = {name: getattr(person, name) for name in names}
    return Membership.objects.filter(is_active=True, **same).count() >= FEWEST
