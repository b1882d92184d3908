"""What HR can do now, from the report's figures alone. Each says what was counted; none claims a cause."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.words import Words
from programs.models import Side
from reports.charts import span
from reports.findings import HELPFUL, NOTABLE, helpfulness
from reports.values import Figures, SessionPeriod

#: Below this share of the due sessions it is worth a look at the rhythm.
ENOUGH_HELD = 0.8
#: A period this much under the average stands out.
STANDS_OUT = 0.15
#: So much apart, the two sides do not say the same.
APART = 0.5
MOST = 3
NEW_PROGRAM = "programs:program_create"


@dataclass(frozen=True, slots=True)
class Action:
    """One recommendation: what, on what ground, and the page where it can be done with the words of its link."""

    title: str
    text: str
    page: str = ""
    link: str = ""


def of(known: Figures, words: Words) -> list[Action]:
    """Return at most three, the most pressing first."""
    found = [_attendance(known), _low_period(known), _helpfulness(known, words), _fewer(known), _more(known)]
    chosen = [action for action in found if action is not None][:MOST]
    return chosen or [_nothing(known)]


def _attendance(known: Figures) -> Action | None:
    if not known.due or known.held / known.due >= ENOUGH_HELD:
        return None
    return Action(
        _("Den Rhythmus prüfen"),
        _(
            "{held} von {due} fälligen Sitzungen fanden statt. Vielleicht passt ein größerer Abstand besser."
        ).format(held=known.held, due=known.due),
        "programs:rules_frame",
        _("Rahmen ansehen"),
    )


def _low_period(known: Figures) -> Action | None:
    if len(known.sessions) < 2 or not known.due:
        return None
    low = min(known.sessions, key=_share)
    if _share(low) > known.held / known.due - STANDS_OUT:
        return None
    return Action(
        _("{month} beim nächsten Mal freier halten").format(month=span(low, "F")),
        _("{held} von {due} fälligen Sitzungen fanden in dieser Zeit statt, weniger als sonst.").format(
            held=low.held, due=low.due
        ),
        "programs:rules_frame",
        _("Rahmen ansehen"),
    )


def _share(period: SessionPeriod) -> float:
    return period.held / period.due


def _helpfulness(known: Figures, words: Words) -> Action | None:
    if known.helpful is not None and known.helpful < HELPFUL:
        return Action(
            _("Nachfragen, was fehlt"),
            helpfulness(known.helpful),
            "programs:message_write",
            _("Nachricht schreiben"),
        )
    if not (known.periods and known.periods[-1].sides):
        return None
    sides = known.periods[-1].sides
    mentor, mentee = sides[Side.MENTOR.value].value, sides[Side.MENTEE.value].value
    if abs(mentor - mentee) < APART:
        return None
    lower, group = (mentor, words.mentors) if mentor < mentee else (mentee, words.mentees)
    return Action(
        _("Eine Seite besonders fragen: {group}").format(group=group),
        _("Zuletzt {lower} von 5, die andere Seite {higher}.").format(
            lower=_one(lower), higher=_one(max(mentor, mentee))
        ),
        "programs:message_write",
        _("Nachricht schreiben"),
    )


def _fewer(known: Figures) -> Action | None:
    if not any((change.difference or 0) <= -NOTABLE for change in known.changes):
        return None
    return Action(
        _("Das Ziel gemeinsam ansehen"),
        _(
            "Am Ende ist die Zustimmung zu einer Aussage niedriger als zu Beginn. Woran das liegt, zeigen Zahlen nicht."
        ),
        "programs:program_rules",
        _("Ziel ansehen"),
    )


def _more(known: Figures) -> Action | None:
    if not any((change.difference or 0) >= NOTABLE for change in known.changes):
        return None
    return Action(
        _("Eine weitere Runde planen"),
        _("Am Ende ist die Zustimmung zu einer Aussage höher als zu Beginn."),
        NEW_PROGRAM,
        _("Neues Programm"),
    )


def _nothing(known: Figures) -> Action:
    if known.is_early:
        return Action(
            _("Abwarten"),
            _("Für Empfehlungen ist es zu früh. Sie stehen hier, sobald Zahlen gezeigt werden können."),
        )
    return Action(_("Weiter so"), _("In den Zahlen fällt nichts auf, das Sie jetzt ändern müssten."))


def _one(value: float) -> str:
    return number_format(round(value, 1), 1)
