"""What each kind of goal brings to a house's vocabulary: a list of our own, in German and English."""

from django.utils.translation import get_language

from programs import skills
from programs.models import GoalKind, Skill

#: So many stand for all of them.
SHOWN = 6
#: German and English label. They become the house's own words, which HR may rename and merge.
STARTERS: dict[str, tuple[tuple[str, str], ...]] = {
    GoalKind.DIGITAL: (
        ("KI-Assistenten im Alltag", "AI assistants in everyday work"),
        ("Gute Anweisungen an KI schreiben", "Writing good instructions for AI"),
        ("Antworten von KI prüfen", "Checking what AI answers"),
        ("Datenkompetenz", "Data literacy"),
        ("Daten anschaulich zeigen", "Showing data clearly"),
        ("Automatisierung", "Automation"),
        ("Zusammenarbeit in Teams und Chats", "Working together in teams and chats"),
        ("Gemeinsam an Dokumenten arbeiten", "Working on documents together"),
        ("Gute Videotreffen", "Good video meetings"),
        ("Digitale Notizen und Aufgaben", "Digital notes and tasks"),
        ("Kurze Videos drehen", "Making short videos"),
        ("Beruflich in sozialen Medien", "Social media at work"),
        ("Sichere Passwörter und Zugänge", "Safe passwords and sign-ins"),
        ("Betrug im Netz erkennen", "Spotting online fraud"),
        ("Barrierefreie Dokumente", "Accessible documents"),
        ("Umfragen und Abstimmungen online", "Online surveys and polls"),
        ("Mit dem Telefon arbeiten", "Working from a phone"),
        ("Online suchen und Quellen prüfen", "Searching online and checking sources"),
    ),
    GoalKind.CULTURE: (
        ("Erwartungen an Arbeit", "What people expect from work"),
        ("Feedback und Führung", "Feedback and leadership"),
        ("Einstieg und Bleiben", "Joining and staying"),
        ("Sprache und Medien", "Language and media"),
        ("Arbeitszeit und freie Zeit", "Working hours and free time"),
        ("Arbeiten von zu Hause", "Working from home"),
        ("Sinn der eigenen Arbeit", "Meaning in one's own work"),
        ("Vielfalt im Team", "Diversity in the team"),
        ("Sprache, die alle einschließt", "Language that includes everybody"),
        ("Umgang mit Belastung", "Dealing with strain"),
        ("Lernen im Beruf", "Learning on the job"),
        ("Lob und Anerkennung", "Praise and recognition"),
        ("Nachhaltigkeit im Alltag", "Sustainability day to day"),
        ("Bewerben und ausgewählt werden", "Applying and being chosen"),
        ("Zusammenhalt auf Abstand", "Staying close at a distance"),
        ("Mitreden und mitgestalten", "Having a say"),
        ("Generationen im Team", "Generations in one team"),
    ),
    GoalKind.HIERARCHY: (
        ("Offene Rückmeldung nach oben", "Open feedback to the top"),
        ("Entscheidungen und Spielraum", "Decisions and room to act"),
        ("Umgang mit Fehlern", "Dealing with mistakes"),
        ("Arbeit an der Basis", "Work at the front line"),
        ("Schlechte Nachrichten ansprechen", "Raising bad news"),
        ("Verantwortung abgeben", "Handing over responsibility"),
        ("Vertrauen statt Kontrolle", "Trust instead of control"),
        ("Besprechungen, in denen alle reden", "Meetings where everybody speaks"),
        ("Du und Sie über Stufen hinweg", "Forms of address across levels"),
        ("Informationen, die ankommen", "Information that gets through"),
        ("Ideen von überall", "Ideas from everywhere"),
        ("Konflikte früh klären", "Settling conflicts early"),
        ("Fragen stellen, zuhören", "Asking and listening"),
        ("Ziele gemeinsam setzen", "Setting goals together"),
        ("Wege durch das Haus", "Finding one's way in the organisation"),
        ("Kontakt zu Kundinnen und Kunden", "Contact with customers"),
        ("Nein sagen können", "Being able to say no"),
    ),
    GoalKind.OWN: (),
}


def labels(kind: str) -> list[str]:
    """Return the topics of a kind of goal in the reader's language."""
    english = (get_language() or "").startswith("en")
    return [name_en if english else name for name, name_en in STARTERS[kind]]


def examples(kind: str) -> list[str]:
    """Return a few topics of a kind of goal by the names that the house has for them today. Two queries."""
    names = [name for name, _name_en in STARTERS[kind]][:SHOWN]
    known = skills.find(names)
    return [known[norm].label for name in names if (norm := skills.normalise(name)) in known]


def plant(kind: str) -> None:
    """Add what the house does not have yet under any name. What HR renamed or merged stays as it is. Five queries."""
    skills.hold()
    known = skills.find(name for pair in STARTERS[kind] for name in pair)
    missing = [
        Skill(name=name, name_norm=norm, name_en=name_en, name_en_norm=norm_en)
        for name, name_en in STARTERS[kind]
        if not {norm := skills.normalise(name), norm_en := skills.normalise(name_en)} & known.keys()
    ]
    Skill.objects.bulk_create(missing, ignore_conflicts=True)
