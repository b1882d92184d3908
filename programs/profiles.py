"""What people say about themselves, and what is kept about them."""

from typing import Any

from django.db import transaction

from accounts import words
from accounts.models import Membership
from programs import second_lines
from programs.models import Participant, Tandem, WeeklyTime


def role_word(membership: Membership) -> str:
    """Return what this person is called as a mentor, or "" when they are nowhere one."""
    word = Participant.objects.on("mentor").filter(membership=membership).values_list("role_word", flat=True)
    return word.order_by("-pk").first() or ""


def asked_role_word(membership: Membership) -> str:
    """Return ``role_word`` where the choice shows; "" where the house has a word of its own for all mentors."""
    has_own = "mentor" in words.of(membership.organisation).own
    return "" if has_own else role_word(membership)


def describe(membership: Membership, *, name: str, language: str, zone: str, role_word: str = "") -> None:
    """Write the profile. The language is also that of the pages, in every organisation."""
    with transaction.atomic():
        membership.name, membership.language, membership.zone = name, language, zone
        membership.save(update_fields=["name", "language", "zone"])
        if membership.user:
            membership.user.language = language
            membership.user.save(update_fields=["language"])
        if role_word:
            Participant.objects.filter(membership=membership).update(role_word=role_word)


def own_data(membership: Membership) -> dict[str, Any]:
    """Return what programs keep about a person, as plain values for a file to take away."""
    columns = (
        "name",
        "email",
        "language",
        "zone",
        "job_title",
        "department",
        "place",
        "level",
        "experience_years",
    )
    return {
        "person": {column: getattr(membership, column) for column in columns}
        | {
            "manager": membership.manager.name if membership.manager else None,
            "manager_named": membership.absent_managers.values_list("email_norm", flat=True).first(),
            "further_managers": second_lines.names(membership),
        },
        "organisation": membership.organisation.name,
        "weekly_times": list(
            WeeklyTime.objects.filter(membership=membership).values("weekday", "starts", "ends")
        ),
        "programs": [
            _participation(row) for row in membership.participations.select_related("program").order_by("pk")
        ],
    }


def _participation(participant: Participant) -> dict[str, Any]:
    known = Tandem.objects.of(participant.membership).filter(**{participant.side: participant})
    return {
        "program": participant.program.name,
        "side": participant.side,
        "standing": participant.standing,
        "wants_no_mail": participant.quiet,
        "invited_at": participant.invited_at,
        "joined_at": participant.joined_at,
        "languages": participant.languages,
        "form": participant.form,
        "tandems_at_a_time": participant.capacity,
        "topics": [
            {"topic": row.skill.label, "weight": row.weight}
            for row in participant.skills.select_related("skill").order_by("pk")
        ],
        "tandems": [_tandem(tandem, participant.membership) for tandem in known.with_people().order_by("pk")],
    }


def _tandem(tandem: Tandem, membership: Membership) -> dict[str, Any]:
    """A name only once both have agreed; of help what this person asked for, not the other."""
    asked = tandem.help_requests.filter(asked_by=membership)
    return {
        "with": str(tandem.partner_of(membership)) if tandem.started_at else None,
        "state": tandem.public_state,
        "sessions": list(
            tandem.sessions.order_by("starts_at").values(
                "number", "state", "starts_at", "ends_at", "form", "place", "note"
            )
        ),
        "help_asked": [
            {"topic": row.topic, "text": row.text, "asked_at": row.asked_at, "answered_at": row.answered_at}
            for row in asked
        ],
    }
