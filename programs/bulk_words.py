"""What HR reads before and after one step for many people: whom it affects, and what they are told."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Said:
    """The words of the page before a step."""

    title: str
    question: str
    #: Why the rest of those chosen stay as they are; "" when there is no rest.
    left_alone: str
    #: What the people notice of it.
    told: list[str]
    button: str


def of(step: str, *, now: int, left_alone: int, together: int) -> Said:
    """Return the words for ``now`` people; ``left_alone`` others were chosen and do not suit.

    ``together`` of them are in a tandem that has come about.
    """
    rest = REST[step](left_alone).format(n=left_alone) if left_alone else ""
    told = [sentence for sentence in (_about_tandems(together), _told(step)) if sentence]
    button = BUTTONS[step](now).format(n=now)
    return Said(_title(step), f"{button}?", rest, told, button)


def done(step: str, number: int) -> str:
    """Return the sentence after a step for ``number`` people."""
    return DONE[step](number).format(n=number)


def _title(step: str) -> str:
    return {
        "invite": _("Einladen"),
        "remind": _("Erinnern"),
        "pause": _("Pausieren"),
        "resume": _("Wieder dabei"),
        "remove": _("Von der Liste nehmen"),
    }[step]


def _told(step: str) -> str:
    return {
        "invite": _(
            "Jede Person bekommt sofort eine Mail mit einem eigenen Link, der 14 Tage gilt. "
            "Die Teilnahme ist freiwillig."
        ),
        "remind": _(
            "Wer keine weiteren Nachrichten möchte, bekommt auch keine Erinnerung; das bleibt privat."
        ),
        "pause": _(
            "Niemand bekommt eine Mail. Wer pausiert, sieht es auf der eigenen Startseite, bekommt kein neues "
            "Tandem und kann die Pause selbst beenden. Sie können sie hier ebenso zurücknehmen."
        ),
        "resume": _(
            "Niemand bekommt eine Mail. Beim nächsten Matching sind diese Personen wieder dabei; "
            "auf der eigenen Startseite ist der Hinweis auf die Pause weg."
        ),
        "remove": _(
            "Von der Liste nehmen lässt sich nur, wer noch nicht eingeladen ist. Niemand wird angeschrieben."
        ),
    }[step]


def _about_tandems(together: int) -> str:
    sentence = ngettext(
        "{n} davon ist in einem Tandem. Es geht weiter wie bisher.",
        "{n} davon sind in einem Tandem. Diese Tandems gehen weiter wie bisher.",
        together,
    )
    return sentence.format(n=together) if together else ""


def _already_invited(number: int) -> str:
    return ngettext(
        "{n} davon bleibt, wie sie ist: Sie ist schon eingeladen.",
        "{n} davon bleiben, wie sie sind: Sie sind schon eingeladen.",
        number,
    )


Words = dict[str, Callable[[int], str]]

BUTTONS: Words = {
    "invite": lambda n: ngettext("{n} Person einladen", "{n} Personen einladen", n),
    "remind": lambda n: ngettext("{n} Person erinnern", "{n} Personen erinnern", n),
    "pause": lambda n: ngettext("{n} Person pausieren", "{n} Personen pausieren", n),
    "resume": lambda n: ngettext("{n} Person wieder aufnehmen", "{n} Personen wieder aufnehmen", n),
    "remove": lambda n: ngettext("{n} Person von der Liste nehmen", "{n} Personen von der Liste nehmen", n),
}

REST: Words = {
    "invite": _already_invited,
    "remind": lambda n: ngettext(
        "{n} davon bekommt nichts: Jede Person wird höchstens einmal erinnert, "
        "frühestens drei Tage nach der Einladung.",
        "{n} davon bekommen nichts: Jede Person wird höchstens einmal erinnert, "
        "frühestens drei Tage nach der Einladung.",
        n,
    ),
    "pause": lambda n: ngettext(
        "{n} davon bleibt, wie sie ist: Pausieren lässt sich nur, wer mitmacht.",
        "{n} davon bleiben, wie sie sind: Pausieren lässt sich nur, wer mitmacht.",
        n,
    ),
    "resume": lambda n: ngettext(
        "{n} davon bleibt, wie sie ist: Sie pausiert nicht.",
        "{n} davon bleiben, wie sie sind: Sie pausieren nicht.",
        n,
    ),
    "remove": _already_invited,
}

DONE: Words = {
    "invite": lambda n: ngettext("{n} Einladung ist unterwegs.", "{n} Einladungen sind unterwegs.", n),
    "remind": lambda n: ngettext(
        "{n} Person ist als erinnert vermerkt. Wer nicht mehr angeschrieben werden möchte, bekommt nichts.",
        "{n} Personen sind als erinnert vermerkt. Wer nicht mehr angeschrieben werden möchte, bekommt nichts.",
        n,
    ),
    "pause": lambda n: ngettext("{n} Person pausiert.", "{n} Personen pausieren.", n),
    "resume": lambda n: ngettext("{n} Person ist wieder dabei.", "{n} Personen sind wieder dabei.", n),
    "remove": lambda n: ngettext(
        "{n} Person steht nicht mehr auf der Liste.", "{n} Personen stehen nicht mehr auf der Liste.", n
    ),
}
