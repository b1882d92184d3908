"""Skills: one row per thing one can show or learn, however it was typed."""

import unicodedata
from collections.abc import Iterable

from programs.models import Skill


def normalise(name: str) -> str:
    """Return the form by which two spellings are the same skill: NFKC, single spaces, no case. Idempotent."""
    return unicodedata.normalize("NFKC", " ".join(unicodedata.normalize("NFKC", name).casefold().split()))


def ensure(names: Iterable[str]) -> dict[str, Skill]:
    """Return the skills of these names by normalised name; create the missing ones. Two or three queries."""
    wanted = {normalise(name): " ".join(name.split()) for name in names}
    wanted.pop("", None)
    found = _by_norm(wanted)
    missing = [Skill(name=name, name_norm=norm) for norm, name in wanted.items() if norm not in found]
    if missing:
        Skill.objects.bulk_create(missing, ignore_conflicts=True)
        found = _by_norm(wanted)
    return found


def _by_norm(wanted: Iterable[str]) -> dict[str, Skill]:
    return {skill.name_norm: skill for skill in Skill.objects.filter(name_norm__in=list(wanted))}
