"""Making people: names, functions, skills and weekly times, the same in every demo."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from accounts.emails import normalise
from accounts.models import Membership, Role, User
from programs.models import Form, Participant, ParticipantSkill, Program, Side, Skill, Standing, WeeklyTime

FIRST_YOUNG = """
    Sophie Tim Noah Mia Emre Jonas Aylin Paul Hanna Finn Lina Can Marie Luca Nele Elif Moritz Zeynep Jan
    Clara Ben Leyla Anton Ida Mats Samira Felix Greta Oskar Amira David Frieda Yusuf Pauline Niklas
    Merle
""".split()  # noqa: SIM905 - a list literal would take a line per name
FIRST_SENIOR = """
    Rainer Jutta Petra Sabine Henrike Ulrich Michael Claudia Andreas Birgit Stefan Martina Jürgen
    Susanne Bernd Heike Frank Angelika Dirk Cornelia Volker Monika Holger Renate Uwe Christine Matthias
    Gabriele Norbert Barbara
""".split()  # noqa: SIM905 - a list literal would take a line per name
LAST = """
    Albrecht Sommer Brandes Rehm Schuster Wiegand Krämer Hollmann Yıldız Vogt Petersen Behrens Demir
    Krause Nguyen Feldkamp Okafor Albers Lüders Hartmann Çelik Busch Janssen Seidel Kowalski Otte Ritter
    Schöne Arslan Thomsen Wendt Cordes Böttcher Nowak Fricke Hansen Kaya Ostermann Pohl Reimers Lange
    Meinhardt
""".split()  # noqa: SIM905 - a list literal would take a line per name
DEPARTMENTS = [
    "Vertrieb",
    "Netzbetrieb",
    "Personal",
    "IT",
    "Einkauf",
    "Kundenservice",
    "Recht",
    "Kommunikation",
]
PLACES = ["Bremen", "Bremen", "Bremen", "Bremerhaven", "Oldenburg"]
YOUNG_JOBS = ["Trainee {}", "Duales Studium {}", "Sachbearbeitung {}", "Ausbildung {}", "Referat {}"]
SENIOR_JOBS = ["Leitung {}", "Bereichsleitung {}", "Abteilungsleitung {}", "Geschäftsfeld {}"]
#: Topics of the demo with their English label.
ENGLISH = {
    "KI-Assistenten im Alltag": "AI assistants in everyday work",
    "Prompts schreiben": "Writing prompts",
    "Daten verstehen und zeigen": "Understanding and showing data",
    "Zusammenarbeit in Chats": "Working together in chats",
    "Kurze Videos drehen": "Making short videos",
    "Social Media im Beruf": "Social media at work",
    "Abläufe automatisieren": "Automating routines",
    "Barrierefreie Dokumente": "Accessible documents",
    "Feedback auf Augenhöhe": "Feedback between equals",
    "Lernen in kleinen Schritten": "Learning in small steps",
}
SKILLS = list(ENGLISH)
#: Weekly windows people like: weekday and hours of the local day.
WINDOWS = [
    (0, 9, 12),
    (0, 13, 16),
    (1, 9, 12),
    (1, 13, 16),
    (2, 9, 12),
    (2, 13, 16),
    (3, 9, 12),
    (3, 13, 16),
    (4, 8, 11),
]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a person shall be before they are written."""

    name: str
    job: str
    department: str
    place: str
    level: int
    years: int


def sketches(random: Random, side: Side, count: int, taken: set[str]) -> Iterator[Sketch]:
    """Yield ``count`` people of one side whose names are not taken yet."""
    young = side == Side.MENTOR
    firsts, jobs = (FIRST_YOUNG, YOUNG_JOBS) if young else (FIRST_SENIOR, SENIOR_JOBS)
    while count:
        name = f"{random.choice(firsts)} {random.choice(LAST)}"
        if name in taken:
            continue
        taken.add(name)
        count -= 1
        department = random.choice(DEPARTMENTS)
        yield Sketch(
            name=name if young or random.random() > 0.25 else f"Dr. {name}",
            job=random.choice(jobs).format(department),
            department=department,
            place=random.choice(PLACES),
            level=random.randint(1, 2) if young else random.randint(5, 7),
            years=random.randint(1, 6) if young else random.randint(15, 34),
        )


def sign_in(email: str, name: str, password: str | None, **fields: object) -> User:
    """Make somebody who can sign in, with a password unless it is None."""
    return User.objects.create_user(email, password, name=name, **fields)


def member(
    sketch: Sketch, domain: str, *, email: str = "", user: User | None = None, **fields: object
) -> Membership:
    """Make a person in the organisation in scope."""
    local = sketch.name.removeprefix("Dr. ").lower().translate(str.maketrans("äöüßıç ", "aousic."))
    address = email or f"{local}@{domain}"
    return Membership.objects.create(
        name=sketch.name,
        email=address,
        email_norm=normalise(address),
        user=user,
        job_title=sketch.job,
        department=sketch.department,
        place=sketch.place,
        level=sketch.level,
        experience_years=sketch.years,
        **{"role": Role.PARTICIPANT, **fields},
    )


def join(
    program: Program, membership: Membership, side: Side, now: datetime, random: Random, *, windows: int = 6
) -> Participant:
    """Let somebody take part who has answered all questions, with at most ``windows`` weekly times."""
    if membership.user is None:  # who has answered has been here; nobody knows a password
        membership.user = sign_in(membership.email, membership.name, None)
        membership.save(update_fields=["user"])
    participant = Participant.objects.create(
        program=program,
        membership=membership,
        side=side,
        standing=Standing.JOINED,
        invited_at=now,
        joined_at=now,
        answered_at=now,
        languages=["de"] if random.random() > 0.3 else ["de", "en"],
        form=random.choices([Form.BOTH, Form.ONLINE, Form.ONSITE], [6, 3, 1])[0],
    )
    _skills(participant, random)
    times(membership, random.sample(WINDOWS, random.randint(2, windows)))
    return participant


def _skills(participant: Participant, random: Random) -> None:
    count = random.randint(4, 6) if participant.is_mentor else random.randint(2, 3)
    for place, name in enumerate(random.sample(SKILLS, count)):
        weight = random.randint(3, 5) if participant.is_mentor else 3 - place
        ParticipantSkill.objects.create(participant=participant, skill=skill(name), weight=weight)


def skill(name: str) -> Skill:
    """Return the skill of this name in the organisation in scope."""
    name_en = ENGLISH[name]
    english = {"name_en": name_en, "name_en_norm": normalise(name_en)}
    found, _ = Skill.objects.get_or_create(name_norm=normalise(name), defaults={"name": name, **english})
    return found


def times(membership: Membership, windows: Sequence[tuple[int, int, int]]) -> None:
    """Write a person's weekly windows: weekday, from hour, to hour."""
    WeeklyTime.objects.bulk_create(
        WeeklyTime(membership=membership, weekday=day, starts=60 * first, ends=60 * last)
        for day, first, last in windows
    )
