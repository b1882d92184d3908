"""How reading a calendar goes, in sentences for its owner."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.models import Feed
from ui import dates

#: By the codes of ``sessions.calendars.fetching`` and ``sessions.calendars.calendar_files``.
PROBLEMS = {
    "busy": gettext_lazy("Der Server ist gerade überlastet und bittet um eine Pause."),
    "certificate": gettext_lazy("Das Zertifikat des Servers ist nicht gültig."),
    "not_a_calendar": gettext_lazy(
        "Unter der Adresse steht kein Kalender. Oft ist es die Anmeldeseite: Dann ist die Freigabe beendet."
    ),
    "not_found": gettext_lazy("Unter der Adresse gibt es keinen Kalender mehr."),
    "not_https": gettext_lazy("Die Adresse muss mit https:// beginnen und darf keine Leerzeichen enthalten."),
    "not_public": gettext_lazy(
        "Die Adresse führt nicht ins öffentliche Internet. Solche rufen wir nicht ab."
    ),
    "packed": gettext_lazy("Der Server schickt den Kalender so gepackt, dass wir ihn nicht lesen können."),
    "password": gettext_lazy("Die Adresse darf keinen Benutzernamen und kein Passwort enthalten."),
    "port": gettext_lazy("Die Adresse darf keine eigene Portnummer enthalten."),
    "refused": gettext_lazy("Der Server verlangt eine Anmeldung. Bitte die Freigabe im Kalender prüfen."),
    "server": gettext_lazy("Der Server hat mit einem Fehler geantwortet."),
    "timeout": gettext_lazy("Der Server hat nicht rechtzeitig geantwortet."),
    "too_big": gettext_lazy("Der Kalender ist größer als 5 MB."),
    "too_many_redirects": gettext_lazy("Die Adresse leitet zu oft weiter."),
    "too_much": gettext_lazy("Der Kalender enthält mehr Einträge, als wir lesen können."),
    "unknown_host": gettext_lazy("Den Server in dieser Adresse gibt es nicht."),
    "unreachable": gettext_lazy("Der Server ist nicht erreichbar."),
    "unreadable": gettext_lazy("Der Kalender ist unvollständig oder nicht lesbar."),
}


@dataclass(frozen=True, slots=True)
class State:
    """A word and sentences; ``kind`` is good, attn or "" while nothing is known yet."""

    word: str
    sentences: list[str]
    kind: str


def of(feed: Feed) -> State:
    """Return how it stands with a calendar, in its owner's zone and language."""
    if feed.problem:
        return State(_("nicht erreichbar"), [str(PROBLEMS[feed.problem]), _instead(feed)], "attn")
    if not feed.copied_at:
        return State(_("wird eingelesen"), [_("Das dauert meist weniger als eine Minute.")], "")
    sentences = [_("Zuletzt gelesen am {moment}.").format(moment=_words(feed.copied_at, feed.person.zone))]
    if feed.is_partial:
        sentences.append(_("Einige Einträge konnten wir nicht sicher lesen."))
    return State(_("verbunden"), sentences, "good")


def _instead(feed: Feed) -> str:
    if not feed.copied_at:
        return _("Bis dahin gelten nur die Wochenzeiten.")
    moment = _words(feed.copied_at, feed.person.zone)
    return _("Bis dahin gelten die belegten Zeiten vom {moment}.").format(moment=moment)


def _words(moment: datetime, zone: str) -> str:
    return _("{day}, {clock} Uhr").format(
        day=dates.words(moment, "day", zone), clock=dates.clock(moment, zone)
    )
