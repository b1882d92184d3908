"""Small cohorts for tests: people who are ready to be matched."""

from programs.models import Participant, ParticipantSkill, Program, Skill, WeeklyTime
from tests import factories


def person(
    program: Program, name: str, side: str, *, years: int, skills: dict[str, int], **fields
) -> Participant:
    """Somebody with skills and two weekly mornings."""
    known = {"department": f"Bereich {name}", "place": "Bremen", "experience_years": years}
    membership = factories.membership(name, **known | fields)
    participant = factories.participant(program, membership=membership, side=side)
    for label, weight in skills.items():
        ParticipantSkill.objects.create(participant=participant, skill=_skill(label), weight=weight)
    for weekday in (1, 3):
        WeeklyTime.objects.create(membership=membership, weekday=weekday, starts=540, ends=720)
    return participant


def _skill(name: str) -> Skill:
    return Skill.objects.filter(name=name).first() or factories.skill(name)


def three_and_three(lead) -> Program:
    """Three mentors and three mentees who want what exactly one of them can show."""
    program = factories.program("KI auf Augenhöhe", lead=lead, phase="enrolment")
    for name, skill in (("Mia Krämer", "Chats"), ("Emre Yıldız", "Daten"), ("Jonas Petersen", "Video")):
        person(program, name, "mentor", years=2, skills={skill: 5})
    for name, skill in (("Sabine Hollmann", "Chats"), ("Henrike Vogt", "Daten"), ("Ulrich Behrens", "Video")):
        person(program, name, "mentee", years=20, skills={skill: 3})
    return program
