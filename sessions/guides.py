"""Conversation guides: three points with minutes for each session, by the goal of the program.

Own drafts. A program of any length walks through the same seven stages, from getting to know each other to the close.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models import GoalKind, Program, Side, Tandem

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Point:
    minutes: int
    text: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What is on the agenda of one session; ``mark`` names the one half-way."""

    title: str
    points: Sequence[Point]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    title: Text
    topic: Text


#: How the stages begin and end, whatever the goal.
_SINCE = _("Was hat {mentee} seit der letzten Sitzung ausprobiert, und wo hat es gehakt?")
_NEXT = _("Eine Sache festhalten, die bis zur nächsten Sitzung sichtbar wird")
OPENINGS: Sequence[Text] = (
    _("Ankommen: Anrede, Vertraulichkeit und was beide sich von den Gesprächen wünschen"),
    _SINCE,
    _SINCE,
    _("Halbzeit: Was hilft, was fehlt, und wer bestimmt bisher die Themen?"),
    _SINCE,
    _SINCE,
    _("Rückblick: Welche Sitzung wirkt am meisten nach?"),
)
CLOSINGS: Sequence[Text] = (
    _("Was nehmen beide mit, und wer bereitet das nächste Gespräch vor?"),
    _NEXT,
    _NEXT,
    _NEXT,
    _NEXT,
    _NEXT,
    _("Dank, und ob der Kontakt weitergehen soll"),
)

#: The stage at which both look at how it goes.
MIDDLE = 3

THEMES: dict[str, Sequence[Theme]] = {
    GoalKind.DIGITAL: (
        Theme(_("Kennenlernen"), _("Was {mentee} digital lernen will und was {mentor} gern zeigt")),
        Theme(
            _("Werkzeuge des Alltags"),
            _("Beide zeigen am Bildschirm, womit sie täglich arbeiten und was dabei Zeit kostet"),
        ),
        Theme(
            _("Selbst ausprobieren"),
            _("Ein Werkzeug gemeinsam benutzen: {mentee} bedient, {mentor} sieht zu und fragt"),
        ),
        Theme(
            _("Ein eigener Fall"),
            _("Eine Aufgabe von {mentee} von Anfang bis Ende mit dem neuen Werkzeug lösen"),
        ),
        Theme(
            _("KI und Datenschutz"),
            _(
                "Mit KI arbeiten, ohne vertrauliche Angaben preiszugeben: ein Beispiel aus dem Alltag von {mentee}"
            ),
        ),
        Theme(_("Weitergeben"), _("{mentee} probt, dem eigenen Team zu zeigen, was neu gelernt ist")),
        Theme(_("Abschluss"), _("Was zu Beginn schwer war und heute leichtfällt, an einem Beispiel")),
    ),
    GoalKind.CULTURE: (
        Theme(_("Kennenlernen"), _("Welche Frage zur Kultur im Haus beide umtreibt")),
        Theme(
            _("Ein Tag am Anfang"),
            _("Wie sich ein Arbeitstag im Einstieg anfühlt: {mentor} erzählt, {mentee} fragt nur nach"),
        ),
        Theme(
            _("Wo Regeln bremsen"),
            _("Eine Regel, die Arbeit aufhält: Woher kommt sie, und wem nützt sie noch?"),
        ),
        Theme(
            _("Der Ruf des Hauses"),
            _("Was junge Leute im Freundeskreis über das Haus erzählen, und was davon stimmt"),
        ),
        Theme(
            _("Gemeinsam hingehen"),
            _(
                "Einen Ort oder eine Runde im Haus aussuchen, die {mentee} selten sieht, und den Besuch planen"
            ),
        ),
        Theme(
            _("Eine Änderung im Test"),
            _("Was die ausprobierte Änderung bewirkt hat und wer etwas davon gemerkt hat"),
        ),
        Theme(_("Abschluss"), _("Was sich verändert hat und welche Entscheidung bleibt")),
    ),
    GoalKind.HIERARCHY: (
        Theme(
            _("Kennenlernen"), _("Was ein Titel in einem Gespräch verändert und wie er hier draußen bleibt")
        ),
        Theme(
            _("Entscheidungen von unten"),
            _("Eine Entscheidung des letzten Jahres: Wie kam sie bei {mentor} an?"),
        ),
        Theme(
            _("Wer wurde gehört"),
            _("Eine Entscheidung nachzeichnen: Wer wurde gefragt, wer nicht, und was hat gefehlt?"),
        ),
        Theme(
            _("Rückmeldung nach oben"),
            _("{mentor} gibt eine ehrliche Rückmeldung, {mentee} hört zu und fasst zusammen"),
        ),
        Theme(
            _("Ohne Titel dabei"),
            _("Einen Termin planen, bei dem {mentee} ohne Titel dabei ist und nur zuhört"),
        ),
        Theme(
            _("Ein Ritual ändern"),
            _("Ein Ritual, das Abstand schafft, wurde geändert: Was ist seitdem anders?"),
        ),
        Theme(_("Abschluss"), _("Was vorher niemand gesagt hätte und heute gesagt wird")),
    ),
    GoalKind.OWN: (
        Theme(
            _("Kennenlernen"),
            _("Was das Ziel des Programms für beide bedeutet und woran sie den Erfolg merken"),
        ),
        Theme(
            _("Blick von zwei Seiten"), _("Wie das Thema im Alltag von {mentor} und von {mentee} aussieht")
        ),
        Theme(_("Ein Beispiel"), _("Ein Beispiel aus den letzten Wochen durchgehen: Was lief, was nicht?")),
        Theme(_("Ein eigener Fall"), _("Eine Frage von {mentee}, zu der {mentor} mehr weiß")),
        Theme(
            _("Ausprobieren"), _("Etwas Neues gleich hier ausprobieren: {mentee} macht, {mentor} begleitet")
        ),
        Theme(_("Weitergeben"), _("Was davon ins Team von {mentee} gehört und wie es dort ankommt")),
        Theme(_("Abschluss"), _("Was anders ist als zu Beginn und was davon bleibt")),
    ),
}


def for_session(tandem: Tandem, number: int) -> Guide:
    """Return the guide for a tandem's session, in the active language, with their first names."""
    program = tandem.program
    goal = program.goals.first()
    kind = goal.kind if goal else GoalKind.OWN
    mentor, mentee = tandem.members
    return _guide(kind, number, program, mentor=mentor.first_name, mentee=mentee.first_name)


def track(program: Program, kind: str) -> list[Guide]:
    """Return the guides of all sessions of a program as a goal of this kind brings them, for nobody in particular."""
    mentor, mentee = str(Side.MENTOR.label), str(Side.MENTEE.label)
    numbers = range(1, program.session_count + 1)
    return [_guide(kind, number, program, mentor=mentor, mentee=mentee) for number in numbers]


def _guide(kind: str, number: int, program: Program, *, mentor: str, mentee: str) -> Guide:
    stage = stage_of(number, program.session_count)
    texts = OPENINGS[stage], THEMES[kind][stage].topic, CLOSINGS[stage]
    points = [
        Point(minutes, str(text).format(mentor=mentor, mentee=mentee))
        for minutes, text in zip(shares(program.session_minutes), texts, strict=True)
    ]
    return Guide(str(THEMES[kind][stage].title), points, str(_("Halbzeit")) if stage == MIDDLE else "")


def stage_of(number: int, count: int) -> int:
    """Return the stage of a session of ``count``: the first is 0, the last 6, the one in the middle 3.

    The others lie evenly between, and none of them is a kick-off, a mid check or a close.
    """
    last = len(OPENINGS) - 1
    if number <= 1:
        return 0
    if number >= count:
        return last
    middle = count // 2 + 1
    if number == middle:
        return MIDDLE
    if number < middle:
        return min(MIDDLE - 1, max(1, round((number - 1) * MIDDLE / (middle - 1))))
    return min(last - 1, max(MIDDLE + 1, MIDDLE + round((number - middle) * MIDDLE / (count - middle))))


def shares(minutes: int) -> tuple[int, int, int]:
    """Split a session: about a fifth to begin, a fifth to close, in steps of five; the rest is for the topic."""
    edge = max(5, round(minutes * 0.22 / 5) * 5)
    return edge, minutes - 2 * edge, edge
