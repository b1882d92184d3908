"""What a tandem agrees upon, clause by clause: four short groups of questions, and the sentences they become."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

#: The clause on which nobody has to agree: each keeps their own.
TAKEAWAY = "takeaway"


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer: ``label`` to choose by, ``sentence`` for the text; both may name {mentor} and {mentee}."""

    code: str
    label: "Words"
    sentence: "Words"
    hint: "Words" = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What the two are called in the sentences."""

    mentor: str
    mentee: str

    def fill(self, words: "Words") -> str:
        return str(words).format(mentor=self.mentor, mentee=self.mentee)


@dataclass(frozen=True, slots=True)
class Clause:
    """A question. With ``options`` one of them is chosen, otherwise it takes a text of at most ``limit`` signs.

    ``heading`` stands over its sentence; ``without`` is that sentence for an empty text. Only a text with such a
    sentence is optional.
    """

    name: str
    question: "Words"
    heading: "Words"
    icon: str
    hint: "Words" = ""
    options: tuple[Option, ...] = ()
    limit: int = 0
    without: "Words" = ""

    @property
    def is_optional(self) -> bool:
        return not self.options and bool(self.without)

    def sentence(self, answer: str, names: Names) -> str:
        """Return the answer as it stands in an agreement; "" for none."""
        if not self.options:
            return answer or str(self.without)
        return next((names.fill(option.sentence) for option in self.options if option.code == answer), "")

    def takes(self, answer: str) -> bool:
        """Return whether this is an answer at all."""
        if self.options:
            return any(option.code == answer for option in self.options)
        return len(answer) <= self.limit and (self.is_optional or bool(answer.strip()))


@dataclass(frozen=True, slots=True)
class Group:
    """One short page of questions."""

    title: "Words"
    lead: "Words"
    clauses: tuple[Clause, ...]


_BETWEEN_US = Group(
    gettext_lazy("Was unter uns bleibt"),
    gettext_lazy("Wer weiß, was vertraulich ist, spricht offener."),
    (
        Clause(
            "confidentiality",
            gettext_lazy("Was darf nach außen?"),
            gettext_lazy("Vertraulichkeit"),
            "shield-check",
            options=(
                Option(
                    "nothing",
                    gettext_lazy("Nichts"),
                    gettext_lazy("Was wir besprechen, bleibt unter uns."),
                    gettext_lazy("Empfohlen. Alles bleibt zwischen den beiden."),
                ),
                Option(
                    "topics",
                    gettext_lazy("Nur die Themen"),
                    gettext_lazy("Worüber wir sprechen, dürfen andere wissen. Wer was gesagt hat, nicht."),
                    gettext_lazy("Zum Beispiel „Wir sprechen über KI“, aber nicht, wer was gesagt hat."),
                ),
                Option(
                    "released",
                    gettext_lazy("Was beide freigeben"),
                    gettext_lazy("Nach außen geht nur, was beide vorher freigegeben haben."),
                    gettext_lazy("Jedes Mal vorher kurz fragen."),
                ),
            ),
        ),
        Clause(
            "off_limits",
            gettext_lazy("Worüber möchten Sie nicht sprechen?"),
            gettext_lazy("Worüber wir nicht sprechen"),
            "eye-off",
            hint=gettext_lazy("Zum Beispiel Beurteilungen, Gehälter, Kolleginnen und Kollegen."),
            limit=500,
            without=gettext_lazy(
                "Kein Thema ist ausgeschlossen. Wer über etwas nicht sprechen möchte, sagt es."
            ),
        ),
    ),
)

_MEETING = Group(
    gettext_lazy("Wie wir uns verabreden"),
    gettext_lazy("Tandems scheitern selten am Thema und oft am Termin."),
    (
        Clause(
            "place",
            gettext_lazy("Wo treffen Sie sich?"),
            gettext_lazy("Ort"),
            "map-pin",
            options=(
                Option(
                    "neutral",
                    gettext_lazy("In einem neutralen Raum"),
                    gettext_lazy("Wir treffen uns in einem neutralen Raum."),
                    gettext_lazy("Empfohlen. Weder das eine noch das andere Büro: dort ist niemand Gast."),
                ),
                Option("video", gettext_lazy("Per Video"), gettext_lazy("Wir treffen uns per Video.")),
                Option(
                    "turns",
                    gettext_lazy("Abwechselnd"),
                    gettext_lazy("Wir treffen uns abwechselnd bei {mentor} und bei {mentee}."),
                    gettext_lazy("Einmal hier, einmal dort."),
                ),
                Option(
                    "walk",
                    gettext_lazy("Unterwegs"),
                    gettext_lazy("Wir treffen uns beim Gehen oder bei einem Kaffee."),
                    gettext_lazy("Beim Gehen oder bei einem Kaffee."),
                ),
            ),
        ),
        Clause(
            "cancelling",
            gettext_lazy("Bis wann darf man absagen?"),
            gettext_lazy("Absagen"),
            "clock",
            hint=gettext_lazy("Wer absagt, schlägt gleich eine neue Zeit vor."),
            options=(
                Option(
                    "day_before",
                    gettext_lazy("Bis zum Vortag"),
                    gettext_lazy(
                        "Absagen geht bis zum Vortag. Wer absagt, schlägt gleich eine neue Zeit vor."
                    ),
                ),
                Option(
                    "two_days",
                    gettext_lazy("Bis zwei Arbeitstage vorher"),
                    gettext_lazy(
                        "Absagen geht bis zwei Arbeitstage vorher. Wer absagt, schlägt gleich eine neue Zeit vor."
                    ),
                ),
                Option(
                    "any_time",
                    gettext_lazy("Jederzeit"),
                    gettext_lazy("Absagen geht jederzeit. Wer absagt, schlägt gleich eine neue Zeit vor."),
                ),
            ),
        ),
        Clause(
            "answering",
            gettext_lazy("Wie schnell antworten Sie einander?"),
            gettext_lazy("Antworten"),
            "message-circle",
            options=(
                Option(
                    "one_day",
                    gettext_lazy("Am nächsten Arbeitstag"),
                    gettext_lazy("Auf Nachrichten antworten wir bis zum nächsten Arbeitstag."),
                ),
                Option(
                    "two_days",
                    gettext_lazy("In zwei Arbeitstagen"),
                    gettext_lazy("Auf Nachrichten antworten wir in zwei Arbeitstagen."),
                ),
                Option(
                    "week",
                    gettext_lazy("In einer Woche"),
                    gettext_lazy("Auf Nachrichten antworten wir in einer Woche."),
                ),
            ),
        ),
    ),
)

_TALKING = Group(
    gettext_lazy("Wie wir miteinander sprechen"),
    gettext_lazy("Auf Augenhöhe heißt: beide gleich, und die Themen kommen nicht nur von oben."),
    (
        Clause(
            "address",
            gettext_lazy("Wie möchten Sie sich ansprechen?"),
            gettext_lazy("Anrede"),
            "users",
            options=(
                Option("du", gettext_lazy("Du"), gettext_lazy("Wir sagen Du.")),
                Option("sie", gettext_lazy("Sie"), gettext_lazy("Wir sagen Sie.")),
            ),
        ),
        Clause(
            "topics",
            gettext_lazy("Wer bringt die Themen mit?"),
            gettext_lazy("Themen"),
            "layers",
            options=(
                Option("mentor", gettext_lazy("{mentor}"), gettext_lazy("Die Themen bringt {mentor} mit.")),
                Option("mentee", gettext_lazy("{mentee}"), gettext_lazy("Die Themen bringt {mentee} mit.")),
                Option(
                    "turns",
                    gettext_lazy("Abwechselnd"),
                    gettext_lazy("Die Themen bringen wir abwechselnd mit."),
                ),
            ),
        ),
    ),
)

_GAIN = Group(
    gettext_lazy("Was ich mitnehmen möchte"),
    gettext_lazy("Hier muss nichts übereinstimmen. Später stehen beide Sätze nebeneinander."),
    (
        Clause(
            TAKEAWAY,
            gettext_lazy("Was möchten Sie aus diesem Tandem mitnehmen?"),
            gettext_lazy("Was wir mitnehmen möchten"),
            "sparkles",
            hint=gettext_lazy("Ein Satz genügt."),
            limit=300,
        ),
    ),
)

#: The pages in their order.
GROUPS = (_BETWEEN_US, _MEETING, _TALKING, _GAIN)
#: The clauses on which the two must say the same, by name.
SHARED = {clause.name: clause for group in GROUPS for clause in group.clauses if clause.name != TAKEAWAY}


def first_missing(answers: Mapping[str, str]) -> int | None:
    """Return the number, from 1, of the first group with a question that has no answer yet; None when all are there."""
    for number, group in enumerate(GROUPS, start=1):
        if not all(clause.takes(answers.get(clause.name, "")) for clause in group.clauses):
            return number
    return None
