"""Skills: one row per thing one can show or learn, however it was typed."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, Q, When

from accounts.name_order import in_order
from programs.models import Skill, Synonym
from tenancy import scope

#: A participant and a skill, by their keys.
Key = tuple[int, int]
NORM_LENGTH = 160
#: Facts of the matching engine that name skills.
NAMING = frozenset({"skills_met", "skills_none"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

#: How many topics a field offers for some letters, and in all while nothing is typed or without script.
OFFERED = 8
AT_ONCE = 300
LONGEST_NAME, LONGEST_LIST = 100, 1000


class Option(NamedTuple):
    """A topic as a field offers it: its label, and the other word that was typed, if any."""

    label: str
    word: str = ""


def normalise(name: str) -> str:
    """Return the form by which two spellings are the same: NFKC, single spaces, no case, no umlauts. Idempotent."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    spelt = unicodedata.normalize("NFKC", folded).translate(UMLAUTS)
    return " ".join(unicodedata.normalize("NFKC", spelt).split())[:NORM_LENGTH].rstrip()


def hold(*, alone: bool = False) -> None:
    """Keep the house's vocabulary as it is until the transaction ends. ``alone``: wait until nobody else holds it.

    Who writes that somebody has a skill holds it, so that no skill is merged away meanwhile.
    """
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtextextended(%s, 0))", [f"vocabulary {scope.organisation_id()}"])


def find(names: Iterable[str]) -> dict[str, Skill]:
    """Return the skills that these names mean, in either language or as a synonym, by normalised name. Two queries."""
    wanted = {normalise(name) for name in names} - {""}
    synonyms = Synonym.objects.filter(name_norm__in=wanted).select_related("skill")
    found = {synonym.name_norm: synonym.skill for synonym in synonyms}
    named = Skill.objects.current().filter(Q(name_norm__in=wanted) | Q(name_en_norm__in=wanted))
    for skill in named:
        found.update(dict.fromkeys(skill.norms & wanted, skill))
    return found


def offered(typed: str) -> list[Option]:
    """Return what a field offers for the letters typed so far, the best first: at most eight, or more for none.

    Three queries, two of them for synonyms.
    """
    norm = normalise(typed)
    rows = Skill.objects.current().found(norm).by_name().prefetch_related("synonyms")
    if not norm:
        return [Option(skill.label) for skill in rows.prefetch_related(None)[:AT_ONCE]]
    begins = Case(
        When(name_norm__startswith=norm, then=0), When(name_en_norm__startswith=norm, then=0), default=1
    )
    return [
        Option(skill.label, _met_by(skill, norm))
        for skill in rows.order_by(begins, in_order("name"))[:OFFERED]
    ]


def completed(typed: str) -> list[Option]:
    """Return what a field with a list of topics offers: the list with each topic that fits its last word."""
    before, comma, last = typed[:LONGEST_LIST].replace(";", ",").rpartition(",")
    rows = offered(last[:LONGEST_NAME])
    return [Option(f"{before}, {row.label}", row.word) for row in rows] if comma else rows


def _met_by(skill: Skill, norm: str) -> str:
    """Return the word that was typed where it is not in the label: browsers hide options without it."""
    if norm in normalise(skill.label):
        return ""
    words = [skill.name, skill.name_en, *(synonym.name for synonym in skill.synonyms.all())]
    return next((word for word in words if norm in normalise(word)), "")


def ensure(names: Iterable[str]) -> dict[str, Skill]:
    """Return the skills of these names by normalised name; create the missing ones as new. At most six queries."""
    wanted = {normalise(name): " ".join(name.split()) for name in names}
    wanted.pop("", None)
    hold()
    found = find(wanted)
    missing = [
        Skill(name=name, name_norm=norm, is_new=True) for norm, name in wanted.items() if norm not in found
    ]
    if missing:
        Skill.objects.bulk_create(missing, ignore_conflicts=True)
        found = find(wanted)
    return found


def became(keys: Iterable[int]) -> dict[int, int]:
    """Return the keys of merged skills among these, with the key of what each has become."""
    rows = Skill.objects.filter(pk__in=list(keys)).values_list("pk", "merged_into")
    return {old: new for old, new in rows if new}


def settled(weights: Mapping[Key, int]) -> dict[Key, int]:
    """Return weights by person and skill (keys) after merges; who had both keeps the stronger weight.

    Holds the vocabulary: what it says stays true until the transaction ends.
    """
    hold()
    now = became({skill for _person, skill in weights})
    found: dict[Key, int] = {}
    for (person, skill), weight in weights.items():
        key = person, now.get(skill, skill)
        found[key] = max(weight, found.get(key, 0))
    return found


def for_reader(facts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the facts of the matching engine with today's names of their skills, in the reader's language.

    ``facts``: ``{"code", "params"}``. Two queries, none when no fact names a skill; an unknown name stays.
    """
    given = list(facts)
    names = {name for fact in given if fact["code"] in NAMING for name in _named(fact["params"])}
    known = find(names) if names else {}
    labels = {name: known[norm].label for name in names if (norm := normalise(name)) in known}
    return [_relabelled(fact, labels) if fact["code"] in NAMING else fact for fact in given]


def _named(params: Mapping[str, Any]) -> list[str]:
    return [*(row["skill"] for row in params.get("met", ())), *params.get("unmet", ())]


def _relabelled(fact: dict[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    params = fact["params"]
    met = [row | {"skill": labels.get(row["skill"], row["skill"])} for row in params.get("met", ())]
    unmet = [labels.get(name, name) for name in params.get("unmet", ())]
    return fact | {"params": params | {"met": met, "unmet": unmet}}
