"""What people answer before matching: topics, languages, place and form; the times are in ``programs.times``."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from programs import skills
from programs.models import Form, Participant, ParticipantSkill, Skill, WeeklyTime
from tenancy import clock

#: The questions in their order; each has a page of its own.
STEPS = ("topics", "languages", "meeting", "times", "capacity")
#: What only one side is asked.
MENTORS_ONLY = frozenset({"capacity"})
#: The priorities of a mentee's first, second … wish.
PRIORITIES = (3, 2, 2, 1, 1)


def offer(participant: Participant, levels: Mapping[Skill, int]) -> None:
    """Write what a mentor can show, with a level from 1 to 5 each."""
    _replace_skills(participant, levels)


def wish(participant: Participant, ranked: Sequence[Skill]) -> None:
    """Write what a mentee wants to learn, the most wanted first, at most five."""
    _replace_skills(participant, dict(zip(ranked, PRIORITIES, strict=False)))


def skills_of(participant: Participant) -> list[ParticipantSkill]:
    """Return the topics, the strongest or most wanted first."""
    return list(participant.skills.select_related("skill").order_by("-weight", "pk"))


def speak(participant: Participant, languages: Sequence[str]) -> None:
    """Write in which languages this person can meet."""
    participant.languages = list(languages)
    participant.save(update_fields=["languages"])


def meet(participant: Participant, *, form: Form, place: str) -> None:
    """Write where the person works and how they want to meet."""
    participant.form = form
    participant.membership.place = place
    with transaction.atomic():
        participant.save(update_fields=["form"])
        participant.membership.save(update_fields=["place"])


def make_room(participant: Participant, number: int) -> None:
    """Write for how many tandems at a time a mentor has room, from 1 to 3."""
    participant.capacity = number
    participant.save(update_fields=["capacity"])


def has_times(participant: Participant) -> bool:
    """Return whether the person gave weekly times, here or for another program."""
    return WeeklyTime.objects.filter(membership=participant.membership).exists()


def missing(participant: Participant) -> list[str]:
    """Return the questions that have no answer yet. The form of meeting and the room always have one."""
    given = {
        "topics": participant.skills.exists(),
        "languages": bool(participant.languages),
        "meeting": True,
        "times": has_times(participant),
        "capacity": True,
    }
    return [step for step in steps_of(participant) if not given[step]]


def steps_of(participant: Participant) -> list[str]:
    """Return the questions for this person, in their order."""
    return [step for step in STEPS if participant.is_mentor or step not in MENTORS_ONLY]


def resume_at(participant: Participant) -> str:
    """Return where to go on: at the first question without an answer; "start" before any; "" when all is there."""
    open_ones = missing(participant)
    if "languages" in open_ones:
        return "start"
    return open_ones[0] if open_ones else ""


def complete(participant: Participant) -> bool:
    """Note that all is answered and return True, or return False when something is missing."""
    if missing(participant):
        return False
    if participant.answered_at is None:
        participant.answered_at = clock.now()
        participant.save(update_fields=["answered_at"])
    return True


def _replace_skills(participant: Participant, weights: Mapping[Skill, int]) -> None:
    with transaction.atomic():
        settled = skills.settled({(participant.pk, skill.pk): weight for skill, weight in weights.items()})
        Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        participant.skills.all().delete()
        ParticipantSkill.objects.bulk_create(
            ParticipantSkill(participant_id=person, skill_id=skill, weight=weight)
            for (person, skill), weight in settled.items()
        )
