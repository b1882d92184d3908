"""What the two with log-ins wrote for themselves: their agreement and their notes, sealed as everybody's are."""

from datetime import datetime, timedelta

from agreements import text
from agreements.models import Agreement, Voice
from agreements.positions import Position
from programs.models import Side, Tandem
from sessions.models import Note

SHARED = {
    "confidentiality": "nothing",
    "off_limits": "Beurteilungen und Gehälter.",
    "place": "neutral",
    "cancelling": "day_before",
    "answering": "two_days",
    "address": "du",
    "topics": "turns",
}
TAKEAWAYS = {
    Side.MENTOR: "Verstehen, wie oben entschieden wird.",
    Side.MENTEE: "KI-Assistenten im Führungsalltag sicher nutzen.",
}
PAGE = "Abgemacht: Thomas fragt zuerst den Assistenten, dann das Sekretariat. Zwei Wochen lang."
LINES = "Prompt-Vorlage für Sitzungsprotokolle liegt im Teamordner."


def write(tandem: Tandem, *, agreed_at: datetime, session: int) -> None:
    """Let the two have agreed, and have written to the session with this number."""
    _agree(tandem, agreed_at)
    mentor, mentee = tandem.members
    for number, words, by in ((Note.PAGE, PAGE, mentor), (session, LINES, mentee)):
        written_at = agreed_at + timedelta(days=14 + number)
        note = Note(tandem=tandem, number=number, revision=1, written_by=by, written_at=written_at)
        note.text = words
        note.save()


def _agree(tandem: Tandem, at: datetime) -> None:
    positions = {side: Position(SHARED | {"takeaway": own}) for side, own in TAKEAWAYS.items()}
    agreement = Agreement(tandem=tandem, revision=1, agreed_at=at)
    agreement.lines = text.lines(tandem, agreement.version, positions)
    agreement.save()
    for side, position in positions.items():
        voice = Voice(agreement=agreement, side=side, done_at=at, confirmed_at=at)
        voice.position, voice.digest = position, text.digest(agreement.lines)
        voice.save()
