"""The audit trail's verbs as sentences. ``{by}`` acted, ``{about}`` names the object; other words come from the detail.

Verbs of all apps stand here: they are plain text, and whoever adds one is reminded by a test.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEvent, Membership, Organisation, Role

SENTENCES = {
    "address.corrected": gettext_lazy("{by} hat im Programm {about} die Adresse von {name} geändert."),
    "address.retried": gettext_lazy(
        "{by} hat im Programm {about} gesagt, dass die Adresse von {name} wieder Mails annimmt."
    ),
    "audit.exported": gettext_lazy("{by} hat das Protokoll als Datei gesichert: {number} Zeilen."),
    "colleague.added": gettext_lazy("{about} gehört jetzt zu uns und kommt in die Verwaltung."),
    "joining.changed": gettext_lazy("{by} hat die Wege in das Programm {about} geändert."),
    "joining.link_renewed": gettext_lazy("{by} hat einen Link in das Programm {about} angelegt."),
    "joining.link_revoked": gettext_lazy("{by} hat den Link in das Programm {about} zurückgezogen."),
    "matching.asked": gettext_lazy("{by} hat {about} gebeten, Angaben für das Matching zu ergänzen."),
    "matching.cancelled": gettext_lazy("{by} hat das Matching im Programm {about} abgebrochen, Lauf {run}."),
    "matching.excluded": gettext_lazy("{by} hat ein Paar ausgeschlossen: {about}."),
    "matching.locked": gettext_lazy("{by} hat ein Paar fixiert: {about}."),
    "matching.locked_very_good": gettext_lazy(
        "{by} hat alle sehr guten Paare im Programm {about} fixiert: {count}."
    ),
    "matching.published": gettext_lazy(
        "{by} hat im Programm {about} Tandems veröffentlicht: {count}, Lauf {run}."
    ),
    "matching.recalled": gettext_lazy(
        "{by} hat Lauf {run} im Programm {about} vor dem Versand zurückgeholt."
    ),
    "matching.released": gettext_lazy("{by} hat ein Paar wieder freigegeben: {about}."),
    "matching.scheduled": gettext_lazy("{by} hat Lauf {run} im Programm {about} zum Versand freigegeben."),
    "matching.started": gettext_lazy("{by} hat das Matching im Programm {about} gestartet, Lauf {run}."),
    "matching.swapped": gettext_lazy("{by} hat Paare getauscht: {before} → {about}."),
    "matching.undone": gettext_lazy("{by} hat einen Schritt im Matching zurückgenommen: {about}."),
    "member.ended": gettext_lazy("{by} hat den Zugang von {about} beendet."),
    "member.invited": gettext_lazy("{by} hat {about} eingeladen, Rolle: {role}."),
    "member.joined": gettext_lazy("{about} hat die Einladung angenommen."),
    "member.reminded": gettext_lazy("{by} hat {about} eine neue Einladung geschickt."),
    "member.role_changed": gettext_lazy("{by} hat die Rolle von {about} geändert: {before} → {after}."),
    "message.text_reset": gettext_lazy(
        "{by} hat im Programm {about} den vorgeschlagenen Text wieder eingesetzt: {mail}."
    ),
    "message.text_saved": gettext_lazy("{by} hat im Programm {about} einen Mailtext angepasst: {mail}."),
    "message.withdrawn": gettext_lazy("{by} hat im Programm {about} eine Nachricht zurückgenommen."),
    "message.written": gettext_lazy("{by} hat im Programm {about} eine Nachricht geschrieben, an: {group}."),
    "organisation.changed": gettext_lazy("{by} hat Einstellungen geändert: {settings}."),
    "organisation.created": gettext_lazy("{by} hat die Organisation {about} angelegt."),
    "organisation.logo_removed": gettext_lazy("{by} hat das Logo entfernt."),
    "organisation.logo_set": gettext_lazy("{by} hat ein neues Logo eingesetzt."),
    "organisation.opened": gettext_lazy("Umento hat die Organisation angelegt."),
    "participant.added": gettext_lazy("{by} hat {name} in das Programm {about} aufgenommen."),
    "participant.capacity_set": gettext_lazy(
        "{by} hat im Programm {about} festgelegt, wie viele Tandems {name} haben kann: {number}."
    ),
    "participant.corrected": gettext_lazy(
        "{by} hat Angaben zu {name} im Programm {about} geändert: {facts}."
    ),
    "participant.paused": gettext_lazy("{by} hat {name} im Programm {about} pausiert."),
    "participant.removed": gettext_lazy("{by} hat {name} aus dem Programm {about} genommen."),
    "participant.resumed": gettext_lazy("{name} ist im Programm {about} wieder dabei. Eingetragen von {by}."),
    "round.kept": gettext_lazy("{by} hat im Programm {about} angehaltene Mails zurückgehalten."),
    "round.released": gettext_lazy("{by} hat im Programm {about} angehaltene Mails freigegeben."),
    "participants.invited": gettext_lazy("{by} hat in das Programm {about} eingeladen: {number} Personen."),
    "participants.paused": gettext_lazy("{by} hat im Programm {about} pausiert: {number} Personen."),
    "participants.reminded": gettext_lazy("{by} hat an die Einladung in das Programm {about} erinnert."),
    "participants.removed": gettext_lazy(
        "{by} hat von der Liste des Programms {about} genommen: {number} Personen."
    ),
    "participants.resumed": gettext_lazy(
        "{by} hat im Programm {about} wieder aufgenommen, wer pausierte: {number} Personen."
    ),
    "program.archived": gettext_lazy("{by} hat das Programm {about} ins Archiv gelegt."),
    "program.closed": gettext_lazy("{by} hat das Programm {about} abgeschlossen."),
    "program.created": gettext_lazy("{by} hat das Programm {about} angelegt."),
    "program.duplicated": gettext_lazy("{by} hat {source} kopiert: {about}."),
    "program.forgetting_asked": gettext_lazy(
        "{by} lässt die persönlichen Inhalte des Programms {about} sofort löschen."
    ),
    "program.forgotten": gettext_lazy(
        "Die persönlichen Inhalte des Programms {about} sind gelöscht: {number} Personen."
    ),
    "program.frame_set": gettext_lazy("{by} hat den Rahmen des Programms {about} geändert."),
    "program.goal_amended": gettext_lazy(
        "{by} hat das Ziel des Programms {about} geändert. Begründung: {reason}"
    ),
    "program.goal_set": gettext_lazy("{by} hat das Ziel des Programms {about} festgelegt."),
    "program.lead_added": gettext_lazy("{by} hat {name} in die Leitung des Programms {about} aufgenommen."),
    "program.lead_removed": gettext_lazy("{by} hat {name} aus der Leitung des Programms {about} genommen."),
    "program.matching_set": gettext_lazy(
        "{by} hat die Regeln für das Matching im Programm {about} geändert."
    ),
    "program.matching_started": gettext_lazy("{by} hat im Programm {about} mit dem Matching begonnen."),
    "program.opened": gettext_lazy("{by} hat das Programm {about} geöffnet."),
    "program.promised": gettext_lazy("{by} steht für die Zusicherungen im Programm {about} ein."),
    "program.report_headline": gettext_lazy(
        "{by} hat die Überschrift des Berichts zum Programm {about} geändert."
    ),
    "program.running": gettext_lazy("Das Programm {about} läuft."),
    "roster.taken": gettext_lazy(
        "{by} hat eine Liste in das Programm {about} übernommen: {new} neu, {changed} geändert."
    ),
    "roster.taken_back": gettext_lazy(
        "{by} hat eine Liste im Programm {about} zurückgenommen: {number} Personen."
    ),
    "help.answered": gettext_lazy("{by} hat eine Bitte um Hilfe im Programm {about} beantwortet."),
    "help.asked": gettext_lazy("Im Programm {about} hat ein Tandem um Hilfe gebeten."),
    "skill.merged": gettext_lazy(
        "{by} hat Themen zu {about} zusammengeführt: {merged}. Es betrifft {number} Personen."
    ),
    "skill.renamed": gettext_lazy("{by} hat ein Thema umbenannt: {old} → {new}."),
    "skill.synonym_added": gettext_lazy("{by} hat dem Thema {about} eine Schreibweise gegeben: {word}."),
    "skill.synonym_removed": gettext_lazy(
        "{by} hat beim Thema {about} eine Schreibweise gestrichen: {word}."
    ),
    "tandem.end": gettext_lazy("{by} hat das Tandem {about} beendet."),
    "tandem.hand_over": gettext_lazy(
        "{by} hat das Tandem {about} beendet, damit beide neu zugeordnet werden."
    ),
    "tandem.kept": gettext_lazy(
        "{by} lässt das Tandem {about} bestehen, obwohl es nicht mehr zu den Regeln passt."
    ),
    "tandem.pause": gettext_lazy("{by} hat das Tandem {about} pausiert."),
    "tandem.resume": gettext_lazy("{by} hat das Tandem {about} fortgesetzt."),
    "tandem.withdraw": gettext_lazy("{by} hat den Vorschlag {about} zurückgezogen."),
}


class _Words(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "–"


def sentence(event: AuditEvent) -> str:
    """Return what happened, for people. An unknown verb is shown as it is rather than hidden."""
    pattern = SENTENCES.get(event.verb)
    if pattern is None:
        return f"{event.verb}: {event.about}"
    detail = {name: _word(name, value) for name, value in event.detail.items()}
    return str(pattern).format_map(_Words(detail, by=event.by_name or _("Umento"), about=event.about))


def _word(name: str, value: Any) -> str:
    if name in {"role", "before", "after"} and value in Role.values:
        return str(Role(value).label)
    if name == "settings":
        return ", ".join(str(label) for label in map(_setting, value))
    if name == "facts":
        return ", ".join(str(_fact(fact)) for fact in value)
    return str(value)


def _fact(name: str) -> str:
    if name == "manager":
        return _("Führungskraft")
    if name == "further_managers":
        return _("Weitere Führungskräfte")
    return str(getattr(Membership._meta.get_field(name), "verbose_name", name))


def _setting(name: str) -> str:
    if name == "smallest_group":
        return _("Kleinste Gruppe in Berichten")
    return str(getattr(Organisation._meta.get_field(name), "verbose_name", name))
