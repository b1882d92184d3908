"""Goals: the templates, what each brings along, and the goal contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs import starter_topics
from programs.models import Goal, GoalKind, Program, Side, Weight

#: The fields of the goal contract; enrolment opens only when all are filled.
CONTRACT = ("statement", "indicator", "baseline", "target", "sponsor")
#: The factors HR weighs, with the engine's own share of each when everything is normal.
FACTORS = {"topics": 4, "time": 2, "distance": 2, "place": 1, "style": 2}
NORMAL = {factor: int(Weight.NORMAL) for factor in FACTORS}


@dataclass(frozen=True, slots=True)
class Template:
    """What a kind of goal brings along. Texts are lazy; ``weights`` are factor → 0 egal, 1 normal, 2 wichtig."""

    kind: GoalKind
    title: Any
    text: Any
    icon: str
    name: Any
    statement: Any
    indicator: Any
    target: Any
    weights: Mapping[str, int]
    #: What each side is asked at the start and at the end, from 1 (does not hold) to 5 (holds): own items, not a scale.
    items: Mapping[str, Any]

    @property
    def topics(self) -> list[str]:
        """Some of the topics that the house gets with this goal, in the reader's language."""
        return starter_topics.labels(self.kind)[: starter_topics.SHOWN]

    @property
    def more_topics(self) -> int:
        """How many topics beside those come with it."""
        return max(0, len(starter_topics.labels(self.kind)) - starter_topics.SHOWN)

    @property
    def topics_in_words(self) -> str:
        return ", ".join(self.topics) or _("bringen die Teilnehmenden selbst mit")

    @property
    def weights_in_words(self) -> str:
        return in_words(self.weights)

    def contract(self) -> dict[str, str]:
        """Return the goal contract as the template proposes it; the sponsor is for the house to name."""
        measured_first = _("wird zu Beginn erhoben") if self.indicator else ""
        return {
            "statement": str(self.statement),
            "indicator": str(self.indicator),
            "baseline": measured_first,
            "target": str(self.target),
            "sponsor": "",
        }


TEMPLATES: dict[str, Template] = {
    GoalKind.DIGITAL: Template(
        kind=GoalKind.DIGITAL,
        title=gettext_lazy("KI und digitale Werkzeuge sicher nutzen"),
        text=gettext_lazy("Führungskräfte probieren mit Begleitung aus, was im Alltag hilft."),
        icon="cpu",
        name=gettext_lazy("KI auf Augenhöhe"),
        statement=gettext_lazy(
            "Führungskräfte nutzen KI und digitale Werkzeuge sicher in ihrer täglichen Arbeit."
        ),
        indicator=gettext_lazy("Anteil der Mentees, die sich im Umgang mit KI-Werkzeugen sicher fühlen"),
        target=gettext_lazy("7 von 10 Mentees fühlen sich sicher"),
        weights=NORMAL | {"topics": Weight.IMPORTANT.value},
        items={
            Side.MENTEE: gettext_lazy("Im Umgang mit KI und digitalen Werkzeugen fühle ich mich sicher."),
            Side.MENTOR: gettext_lazy("Ich kann anderen zeigen, was digitale Werkzeuge ihnen bringen."),
        },
    ),
    GoalKind.CULTURE: Template(
        kind=GoalKind.CULTURE,
        title=gettext_lazy("Kulturwandel voranbringen"),
        text=gettext_lazy("Was junge Kolleginnen und Kollegen von Arbeit erwarten, aus erster Hand."),
        icon="users",
        name=gettext_lazy("Perspektivwechsel"),
        statement=gettext_lazy("Führungskräfte verstehen, was jungen Kolleginnen und Kollegen wichtig ist."),
        indicator=gettext_lazy(
            "Anteil der Mentees, die eine Entscheidung wegen ihres Tandems anders getroffen haben"
        ),
        target=gettext_lazy("5 von 10 Mentees nennen eine solche Entscheidung"),
        weights=NORMAL | {"style": Weight.IMPORTANT.value},
        items={
            Side.MENTEE: gettext_lazy(
                "Ich weiß, was jungen Kolleginnen und Kollegen an ihrer Arbeit wichtig ist."
            ),
            Side.MENTOR: gettext_lazy("Ich kann in diesem Haus etwas anstoßen, das sich ändern soll."),
        },
    ),
    GoalKind.HIERARCHY: Template(
        kind=GoalKind.HIERARCHY,
        title=gettext_lazy("Hierarchien abbauen"),
        text=gettext_lazy("Menschen sprechen miteinander, zwischen denen sonst mehrere Stufen liegen."),
        icon="arrow-up-down",
        name=gettext_lazy("Auf Augenhöhe"),
        statement=gettext_lazy("Wer etwas zu sagen hat, wird gehört, gleich auf welcher Stufe."),
        indicator=gettext_lazy("Anteil der Teilnehmenden, die Probleme über Stufen hinweg offen ansprechen"),
        target=gettext_lazy("7 von 10 Teilnehmenden sprechen sie offen an"),
        weights=NORMAL | {"distance": Weight.IMPORTANT.value},
        items={
            Side.MENTEE: gettext_lazy("Ich erfahre, was Menschen auf anderen Stufen wirklich denken."),
            Side.MENTOR: gettext_lazy("Probleme spreche ich auch über Stufen hinweg offen an."),
        },
    ),
    GoalKind.OWN: Template(
        kind=GoalKind.OWN,
        title=gettext_lazy("Eigenes Ziel"),
        text=gettext_lazy("Leere Vorlage mit unserem üblichen Rhythmus."),
        icon="pencil",
        name=gettext_lazy("Reverse Mentoring"),
        statement="",
        indicator="",
        target="",
        weights=NORMAL,
        items={
            Side.MENTEE: gettext_lazy("Worum es in diesem Programm geht, gelingt mir in meiner Arbeit."),
            Side.MENTOR: gettext_lazy("Ich kann anderen bei dem helfen, worum es in diesem Programm geht."),
        },
    ),
}


def template_of(goal: Goal | None) -> Template:
    """Return what a goal brings along; a program without one is treated like one with an own goal."""
    return TEMPLATES[GoalKind(goal.kind) if goal else GoalKind.OWN]


LABELS = {
    "topics": gettext_lazy("Themen"),
    "time": gettext_lazy("Gemeinsame Zeit"),
    "distance": gettext_lazy("Abstand"),
    "place": gettext_lazy("Ort und Format"),
    "style": gettext_lazy("Arbeitsweise"),
}
EXPLANATIONS = {
    "topics": gettext_lazy("Was die eine Person zeigen kann, möchte die andere lernen."),
    "time": gettext_lazy("Beide haben in derselben Woche zur selben Zeit Luft."),
    "distance": gettext_lazy(
        "Je mehr Stufen oder Jahre dazwischen liegen, und je fremder die Bereiche, desto besser."
    ),
    "place": gettext_lazy("Derselbe Standort, oder beide treffen sich gern per Video."),
    "style": gettext_lazy("Gemeinsame Sprachen und gegenseitige Wünsche."),
}


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing that another kind of goal brought along: its name, what it was and what it is, in words."""

    label: str
    before: str
    after: str


def switches(program: Program, before: str, after: str) -> list[Switch]:
    """Return what changed in a draft when its goal went from one kind to another.

    Weights that were set by hand are not among them: they stay. What sessions and report say, the apps above tell.
    """
    old, new = TEMPLATES[before], TEMPLATES[after]
    found = [Switch(_("Themen zur Auswahl"), old.topics_in_words, new.topics_in_words)]
    if not is_weighed_by_hand(program, after):
        found.append(Switch(_("Gewichtung"), old.weights_in_words, new.weights_in_words))
    for side in Side:
        label = _("Frage zu Beginn und am Ende, {side}").format(side=side.label)
        found.append(Switch(label, str(old.items[side]), str(new.items[side])))
    return [switch for switch in found if switch.before != switch.after]


def is_weighed_by_hand(program: Program, kind: str) -> bool:
    """Return whether the weights are other than a goal of this kind brings."""
    return program.weights != TEMPLATES[kind].weights


def emphasis(weights: Mapping[str, int]) -> str:
    """Return in one sentence how much topics count beside time."""
    topics, time = weights.get("topics", 1), weights.get("time", 1)
    if not topics or not time:
        return _("Themen zählen nicht.") if time else _("Gemeinsame Zeit zählt nicht.")
    times = FACTORS["topics"] * topics / (FACTORS["time"] * time)
    if times == 1:
        return _("Themen zählen genauso viel wie Zeit.")
    return (
        _("Themen zählen doppelt so viel wie Zeit.")
        if times == 2
        else _("Themen zählen viermal so viel wie Zeit.")
    )


def in_words(weights: Mapping[str, int]) -> str:
    """Return "Themen wichtig, alles andere normal" and the like."""
    names = dict(Weight.choices)
    special = [
        (factor, weights.get(factor, 1)) for factor in FACTORS if weights.get(factor, 1) != Weight.NORMAL
    ]
    parts = [f"{LABELS[factor]} {names[weight]}" for factor, weight in special]
    if len(parts) == len(FACTORS):
        return ", ".join(parts)
    return ", ".join([*parts, _("alles andere normal") if parts else _("Alles zählt normal")])
