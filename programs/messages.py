"""The mails of a program: what each is for and what sets it off. Never to whom one went: that would tell a no."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mail import categories


@dataclass(frozen=True, slots=True)
class Purpose:
    """A kind of mail, named like its templates."""

    kind: str
    name: Any
    purpose: Any
    trigger: Any
    to: Any

    @property
    def is_optional(self) -> bool:
        """Whether people may unsubscribe from it; which ones is decided in ``mail.categories``."""
        return categories.of(self.kind) is not None


BOTH = _("beide im Tandem")
GROUPS = {
    _("Anmeldung"): (
        Purpose(
            "program.invitation",
            _("Einladung"),
            _("fragt, ob jemand mitmachen möchte, und sagt, was HR sieht"),
            _("wenn Sie die Einladungen abschicken"),
            _("alle auf der Liste, die noch keine haben"),
        ),
        Purpose(
            "program.reminder",
            _("Erinnerung an die Einladung"),
            _("erinnert freundlich an die Einladung"),
            _("wenn Sie erinnern, frühestens nach drei Tagen"),
            _("wer noch nicht geantwortet hat und Nachrichten möchte"),
        ),
        Purpose(
            "program.joining",
            _("Link zum Mitmachen"),
            _("führt zur Einladung, ohne jemanden zu nennen"),
            _("wenn jemand auf der Seite des Programms eine Adresse einträgt"),
            _("diese Adresse, höchstens einmal am Tag"),
        ),
        Purpose(
            "program.more_answers",
            _("Nachfrage zu Angaben"),
            _("bittet, Themen oder Zeiten zu ergänzen"),
            _("wenn Sie beim Prüfen der Vorschläge nachfragen, höchstens einmal je Lauf"),
            _("wen Sie fragen"),
        ),
        Purpose(
            "program.message",
            _("Eigene Nachricht"),
            _("sagt, was Sie allen oder einer Gruppe schreiben"),
            _("sofort oder zu der Zeit, die Sie festlegen"),
            _("wer beim Versand zu der Gruppe gehört"),
        ),
    ),
    _("Tandem"): (
        Purpose(
            "tandem.proposal_mentor",
            _("Vorschlag an die Mentor-Seite"),
            _(
                "nennt Themen, Stufe und Bereich der anderen Person, keinen Namen, und fragt nach Ja oder Nein"
            ),
            _("wenn Sie die Tandems veröffentlichen"),
            _("wer Mentoring gibt"),
        ),
        Purpose(
            "tandem.proposal_mentee",
            _("Vorschlag an die Mentee-Seite"),
            _(
                "nennt Themen, Stufe und Bereich der anderen Person, keinen Namen, und fragt nach Ja oder Nein"
            ),
            _("sobald die andere Seite dabei ist"),
            _("Mentee"),
        ),
        Purpose(
            "tandem.proposal_reminder",
            _("Erinnerung an den Vorschlag"),
            _("erinnert einmal freundlich an den Vorschlag"),
            _("drei Arbeitstage nach der Frage, wenn die Antwort noch fehlt"),
            _("wer gefragt ist; an wen sie ging, sieht niemand"),
        ),
        Purpose(
            "tandem.confirmed",
            _("Tandem kommt zustande"),
            _("führt zum ersten Termin"),
            _("wenn beide dabei sind"),
            BOTH,
        ),
        Purpose(
            "tandem.not_formed",
            _("Tandem kommt nicht zustande"),
            _("sagt dasselbe nach einem Nein wie ohne Antwort"),
            _("am Morgen nach Ablauf der Frist"),
            _("wer gefragt wurde"),
        ),
        Purpose(
            "tandem.waiting",
            _("Noch kein Tandem"),
            _("sagt, dass noch kein Tandem feststeht und wir weitersuchen, allen mit denselben Worten"),
            _("wenn Sie die Tandems veröffentlichen und diese Nachricht dazu wählen"),
            _("wer bereit ist, noch kein Tandem hat und nicht selbst gefragt ist"),
        ),
        Purpose(
            "tandem.ended",
            _("Tandem ist beendet"),
            _("sagt beiden dasselbe, gleich wer es beendet hat"),
            _("wenn jemand das Tandem beendet"),
            BOTH,
        ),
        Purpose(
            "tandem.nudge",
            _("Noch kein Termin"),
            _("zeigt den Weg zu Zeiten, die beiden passen"),
            _("wenn länger keine Sitzung verabredet ist, höchstens zweimal"),
            BOTH,
        ),
        Purpose(
            "tandem.help_offer",
            _("Angebot zu helfen"),
            _("sagt, wie man um Hilfe bittet, und wer das liest"),
            _("wenn danach noch immer keine Sitzung verabredet ist"),
            BOTH,
        ),
        Purpose(
            "program.help_asked",
            _("Ein Tandem bittet um Hilfe"),
            _("nennt weder Namen noch Anlass und führt zur Seite des Tandems"),
            _("wenn jemand um Hilfe bittet"),
            _("wer das Programm leitet"),
        ),
        Purpose(
            "agreement.settle",
            _("Vereinbarung: beide sind fertig"),
            _("führt zu den Unterschieden, ohne ein Wort daraus"),
            _("sobald beide ihre Vereinbarung für sich ausgefüllt haben"),
            _("wer noch nicht auf der Seite ist"),
        ),
        Purpose(
            "agreement.confirm",
            _("Vereinbarung: bitte bestätigen"),
            _("führt zum Text, den beide bestätigen"),
            _("sobald beide dasselbe sagen"),
            _("wer noch nicht auf der Seite ist"),
        ),
        Purpose(
            "agreement.agreed",
            _("Vereinbarung: sie gilt"),
            _("sagt, dass beide bestätigt haben"),
            _("sobald beide bestätigt haben"),
            BOTH,
        ),
        Purpose(
            "agreement.change",
            _("Vereinbarung: neue Fassung"),
            _("bittet, die Vereinbarung noch einmal durchzusehen"),
            _("wenn jemand eine neue Fassung beginnt"),
            _("die andere Person im Tandem"),
        ),
    ),
    _("Sitzungen"): (
        Purpose(
            "session.booked",
            _("Termin steht"),
            _("bringt den Termin in beide Kalender"),
            _("wenn eine Sitzung gebucht wird"),
            BOTH,
        ),
        Purpose(
            "session.series",
            _("Alle Termine stehen"),
            _("führt auf einen Blick auf, was in einem Schritt gebucht wurde"),
            _("wenn mehrere Sitzungen auf einmal gebucht werden"),
            BOTH,
        ),
        Purpose(
            "session.moved",
            _("Termin verschoben"),
            _("ändert den Eintrag in beiden Kalendern"),
            _("wenn eine Sitzung verschoben wird"),
            BOTH,
        ),
        Purpose(
            "session.relocated",
            _("Ort geändert"),
            _("nennt den neuen Ort oder Videoraum"),
            _("wenn jemand den Ort einer Sitzung ändert"),
            BOTH,
        ),
        Purpose(
            "session.countered",
            _("Vorschlag aus dem Kalender"),
            _("sagt, dass ein Vorschlag im Kalender nichts verschiebt, und führt zu anderen Zeiten"),
            _("wenn jemand im Kalender eine andere Zeit vorschlägt"),
            _("wer sie vorgeschlagen hat"),
        ),
        Purpose(
            "session.cancelled",
            _("Termin abgesagt"),
            _("nimmt den Eintrag aus beiden Kalendern"),
            _("wenn eine Sitzung abgesagt wird"),
            BOTH,
        ),
        Purpose(
            "session.replaced",
            _("Termin abgesagt, mit neuer Zeit"),
            _("ändert den Eintrag in beiden Kalendern"),
            _("wenn die Mentee-Seite absagt und in einem Schritt eine neue Zeit nimmt"),
            BOTH,
        ),
        Purpose(
            "tandem.postponed",
            _("Frage nach Verschiebungen"),
            _("fragt, ob es weitergeht wie geplant, mit Hilfe oder nach einer Pause"),
            _("wenn es bei der Mentee-Seite zweimal hintereinander nicht passt"),
            _("wer Mentoring gibt, sonst niemand"),
        ),
        Purpose(
            "session.delegate",
            _("Vertretung für Termine"),
            _("bringt den Link, über den sich Sitzungen verschieben lassen"),
            _("wenn jemand auf der Mentee-Seite eine Vertretung einträgt"),
            _("die Vertretung"),
        ),
        Purpose(
            "request.asked",
            _("Anfrage einer anderen Zeit"),
            _("fragt, ob eine Zeit passt, die nicht in der Liste steht"),
            _("wenn eine Seite eine andere Zeit anfragt"),
            _("die andere Seite im Tandem"),
        ),
        Purpose(
            "request.declined",
            _("Zeit passt nicht"),
            _("nennt drei Zeiten, die beiden passen"),
            _("wenn eine angefragte Zeit nicht passt"),
            _("wer gefragt hat"),
        ),
        Purpose(
            "request.withdrawn",
            _("Anfrage zurückgenommen"),
            _("sagt, dass nichts mehr zu beantworten ist"),
            _("wenn jemand die eigene Anfrage zurücknimmt"),
            _("die andere Seite im Tandem"),
        ),
        Purpose(
            "request.expired",
            _("Anfrage abgelaufen"),
            _("sagt, welche Zeit nun gilt, und führt zu neuen"),
            _("wenn eine Anfrage ohne Antwort bleibt"),
            BOTH,
        ),
        Purpose(
            "session.reminder",
            _("Erinnerung an den Termin"),
            _("erinnert mit Ort und Gesprächsleitfaden"),
            _("einen Tag und eine Stunde vorher, so wie jede Person es wählt"),
            BOTH,
        ),
        Purpose(
            "session.bundle",
            _("Mail am Morgen"),
            _("nennt die nächsten Sitzungen und was offen ist, statt einzelner Mails"),
            _("morgens, wenn etwas ansteht"),
            _("wer das für sich gewählt hat"),
        ),
    ),
    _("Rückmeldung"): (
        Purpose(
            "feedback.survey",
            _("Bitte um Rückmeldung"),
            _("fragt, ob sie stattfand, ein Knopf genügt; dann zwei Fragen, freiwillig"),
            _("eine Stunde nach dem Ende einer Sitzung"),
            BOTH,
        ),
        Purpose(
            "feedback.reminder",
            _("Erinnerung an die Rückmeldung"),
            _("erinnert einmal, dann nicht mehr"),
            _("wenn eine Antwort fehlt"),
            _("wer noch nicht geantwortet hat"),
        ),
    ),
}

PURPOSES = {purpose.kind: purpose for purposes in GROUPS.values() for purpose in purposes}
