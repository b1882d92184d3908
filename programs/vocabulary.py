"""HR's steps in the vocabulary of a house: what topics are called, and which of them are one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from programs import skills
from programs.errors import ProgramError
from programs.models import ParticipantSkill, Skill, Synonym
from programs.skills import normalise


@dataclass(frozen=True, slots=True)
class Merger:
    """What merging does: how many people have one of the topics, how many of these several, and all words for them."""

    people: int
    with_several: int
    words: list[str]


def people_of(rows: Iterable[Skill]) -> dict[int, int]:
    """Return by key how many people have each of these topics, as far as somebody has it. One query."""
    uses = ParticipantSkill.objects.filter(skill__in=[skill.pk for skill in rows])
    counted = uses.values_list("skill").annotate(people=Count("participant__membership", distinct=True))
    return dict(counted.order_by())


def rename(skill: Skill, *, name: str, name_en: str, by: Membership) -> None:
    """Give a topic its German and its English name; the old ones become synonyms, and it is no longer new.

    Raises ProgramError when another topic has one of the names.
    """
    with transaction.atomic():
        _lock(skill)
        norm, norm_en = normalise(name), normalise(name_en)
        _refuse_taken(skill, {norm: name, norm_en: name_en})
        before = [skill.name, skill.name_en]
        skill.name, skill.name_norm, skill.name_en, skill.name_en_norm = name, norm, name_en, norm_en
        skill.is_new = False
        skill.save(update_fields=["name", "name_norm", "name_en", "name_en_norm", "is_new"])
        Synonym.objects.filter(name_norm__in=skill.norms).delete()
        _add_synonyms(skill, before)
        if before != [name, name_en]:
            audit.record("skill.renamed", by=by, about=name, old=_both(*before), new=_both(name, name_en))


def add_synonym(skill: Skill, name: str, *, by: Membership) -> None:
    """Let another word mean this topic. Raises ProgramError when it means another one already."""
    with transaction.atomic():
        _lock(skill)
        _refuse_taken(skill, {normalise(name): name})
        if _add_synonyms(skill, [name]):
            audit.record("skill.synonym_added", by=by, about=skill.name, word=name)


def remove_synonym(synonym: Synonym, *, by: Membership) -> None:
    """Let a word mean nothing any more: the next one to type it makes it a topic of its own."""
    with transaction.atomic():
        skills.hold(alone=True)
        deleted, _rows = Synonym.objects.filter(pk=synonym.pk).delete()
        if deleted:
            audit.record("skill.synonym_removed", by=by, about=synonym.skill.name, word=synonym.name)


def accept(rows: Iterable[Skill]) -> None:
    """Note that HR has looked at these topics and wants them as they are."""
    Skill.objects.filter(pk__in=[skill.pk for skill in rows]).update(is_new=False)


def merger(rows: Sequence[Skill]) -> Merger:
    """Return what merging these topics does, whichever of them stays. Two queries."""
    keys = [skill.pk for skill in rows]
    uses = ParticipantSkill.objects.filter(skill__in=keys)
    pairs = set(uses.values_list("skill", "participant__membership"))
    people = Counter(person for _skill, person in pairs)
    synonyms = Synonym.objects.filter(skill__in=keys).values_list("name", flat=True)
    words = [*(word for skill in rows for word in (skill.name, skill.name_en)), *synonyms]
    return Merger(
        people=len(people),
        with_several=sum(1 for topics in people.values() if topics > 1),
        words=list(_by_norm(words, without=set()).values()),
    )


def merge(target: Skill, sources: Iterable[Skill], *, by: Membership) -> None:
    """Make the sources one with the target: their people have it then, the stronger weight where somebody had both.

    All their words become synonyms. Doing it again changes nothing. Raises ProgramError when the target is gone itself.
    """
    with transaction.atomic():
        _lock(target)
        keys = {skill.pk for skill in sources} - {target.pk}
        going = list(Skill.objects.current().filter(pk__in=keys).by_name())
        if not going:
            return
        done = merger([target, *going])
        _move_people(target, going)
        Synonym.objects.filter(skill__in=going).update(skill=target)
        Skill.objects.filter(merged_into__in=going).update(merged_into=target)
        Skill.objects.filter(pk__in=[skill.pk for skill in going]).update(merged_into=target, is_new=False)
        _add_synonyms(target, done.words)
        accept([target])
        merged = ", ".join(skill.name for skill in going)
        audit.record("skill.merged", by=by, about=target.name, merged=merged, number=done.people)


def _lock(skill: Skill) -> None:
    """Be alone with the vocabulary and look at the topic as it is now."""
    skills.hold(alone=True)
    skill.refresh_from_db()
    if skill.merged_into_id:
        raise ProgramError(_("Das Thema ist inzwischen mit einem anderen zusammengeführt."))


def _refuse_taken(skill: Skill, names: dict[str, str]) -> None:
    for norm, other in skills.find(names).items():
        if other.pk != skill.pk:
            raise ProgramError(
                _(
                    "„{name}“ gehört schon zum Thema „{topic}“. Wenn beide dasselbe meinen, führen Sie sie zusammen."
                ).format(name=names[norm], topic=other.label)
            )


def _add_synonyms(skill: Skill, words: Iterable[str]) -> list[Synonym]:
    """Add the words that do not mean the topic yet."""
    there = set(Synonym.objects.filter(skill=skill).values_list("name_norm", flat=True))
    new = _by_norm(words, without=skill.norms | there)
    return Synonym.objects.bulk_create(
        Synonym(skill=skill, name=word, name_norm=norm) for norm, word in new.items()
    )


def _by_norm(words: Iterable[str], *, without: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(normalise(word), word)
    return {norm: word for norm, word in found.items() if norm and norm not in without}


def _move_people(target: Skill, going: Sequence[Skill]) -> None:
    """Of each person's rows the strongest stays, of equal ones the first, and becomes one of the target."""
    uses = ParticipantSkill.objects.filter(skill__in=[target, *going])
    strongest = uses.order_by("participant", "-weight", "pk").distinct("participant").values("pk")
    kept = list(strongest.values_list("pk", flat=True))
    uses.exclude(pk__in=kept).delete()
    ParticipantSkill.objects.filter(pk__in=kept).update(skill=target)


def _both(name: str, name_en: str) -> str:
    return f"{name} / {name_en}" if name_en else name
