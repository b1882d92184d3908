"""Topics that may be one: what somebody typed beside what the house knows already."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from programs.models import Skill

AT_MOST = 5
#: So many new topics are compared, the oldest first.
COMPARED = 30
#: The few that share most pairs of letters are looked at closely.
LOOKED_AT = 4
ALIKE = 0.8


def pairs() -> list[tuple[Skill, Skill]]:
    """Return new topics with the one each may be a spelling of, at most five. One query."""
    current = list(Skill.objects.current().order_by("pk"))
    grams = {skill.pk: _grams(skill.name_norm) for skill in current}
    by_gram: dict[str, list[Skill]] = defaultdict(list)
    for skill in current:
        for gram in grams[skill.pk]:
            by_gram[gram].append(skill)
    found: list[tuple[Skill, Skill]] = []
    for skill in [skill for skill in current if skill.is_new][:COMPARED]:
        shared = Counter(other for gram in grams[skill.pk] for other in by_gram[gram] if other != skill)
        best = _most_alike(skill, [other for other, _count in shared.most_common(LOOKED_AT)])
        if best and (best, skill) not in found:
            found.append((skill, best))
    return found[:AT_MOST]


def _most_alike(skill: Skill, others: Sequence[Skill]) -> Skill | None:
    best = max(others, key=lambda other: likeness(skill, other), default=None)
    return best if best and likeness(skill, best) >= ALIKE else None


def likeness(one: Skill, other: Skill) -> float:
    """Return from 0 to 1 how much two names look the same, spaces and signs aside."""
    return SequenceMatcher(None, _letters(one.name_norm), _letters(other.name_norm), autojunk=False).ratio()


def _letters(norm: str) -> str:
    """Without what spellings differ in; signs count where there is nothing else, as between C and C++."""
    kept = "".join(sign for sign in norm if sign.isalnum())
    return kept if len(kept) > 2 else norm


def _grams(norm: str) -> set[str]:
    letters = _letters(norm)
    return {letters[at : at + 2] for at in range(len(letters) - 1)} or {letters}
