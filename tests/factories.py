"""Rows for tests, with as few surprises as possible. Tenant rows need an open scope:

with scope(organisation):
    pair = factories.tandem(state="active")
"""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from accounts import tokens
from accounts.emails import normalise
from accounts.models import Membership, Organisation, User
from agreements import text
from agreements.models import Agreement, Voice
from agreements.positions import Position
from programs import skills
from programs.models import (
    Goal,
    HelpRequest,
    JoiningLink,
    JoiningRequest,
    OwnMessage,
    Participant,
    Program,
    ProgramLead,
    Side,
    Skill,
    Synonym,
    Tandem,
    WaysIn,
)
from sessions.calendars import feed_out
from sessions.models import Absence, Busy, Delegate, Feed, Session, TimeRequest
from tenancy import clock
from tenancy.models import new_public_id

PASSWORD = "ein-langes-passwort"
PEOPLE = ("Jana Vogt", "Dr. Heinz Brenner", "Mehmet Yıldız", "Ines Kaltenbach", "Tomasz Nowak", "Ruth Aumann")

BERLIN = ZoneInfo("Europe/Berlin")

_numbers = count(1)


def organisation(slug: str = "", **fields: Any) -> Organisation:
    number = next(_numbers)
    return Organisation.objects.create(
        **{"slug": slug or f"haus-{number}", "name": slug.title() or f"Haus {number}"} | fields
    )


def user(email: str = "", **fields: Any) -> User:
    """A person who can sign in with PASSWORD."""
    email = email or f"person-{next(_numbers)}@example.org"
    return User.objects.create_user(email, **{"password": PASSWORD} | fields)


def membership(
    name: str = "", *, role: str = "participant", user: User | None = None, **fields: Any
) -> Membership:
    """Somebody in the organisation in scope, with a sign-in."""
    number = next(_numbers)
    name = name or f"{PEOPLE[number % len(PEOPLE)]} {number}"
    person = user or _user(fields.pop("email", ""), name=name)
    return Membership.objects.create(
        **{"name": name, "role": role, "user": person, "email": person.email, "email_norm": person.email_norm}
        | fields
    )


def unregistered(name: str = "", *, role: str = "participant", email: str = "", **fields: Any) -> Membership:
    """Somebody in the organisation in scope who has never come in: there is no user yet."""
    number = next(_numbers)
    email = email or f"neu-{number}@example.org"
    return Membership.objects.create(
        **{"name": name or f"{PEOPLE[number % len(PEOPLE)]} {number}", "role": role} | fields,
        email=email,
        email_norm=normalise(email),
    )


def program(name: str = "Digitales Lernen", *, lead: Membership | None = None, **fields: Any) -> Program:
    """A running program with its goal; ``lead`` runs it. People may lack manager and level."""
    made = Program.objects.create(
        **{
            "name": name,
            "phase": "running",
            "setup_step": "done",
            "starts_on": date(2026, 10, 1),
            "opened_at": clock.now(),
            "contact": lead,
            "allow_unchecked": ["manager", "measure"],
        }
        | fields
    )
    Goal.objects.create(program=made, kind="digital", statement="Alle nutzen die neuen Werkzeuge.")
    if lead:
        ProgramLead.objects.create(program=made, membership=lead)
    return made


def ways_in(program: Program, **fields: Any) -> WaysIn:
    """The ways into a program: for addresses of weserwerk.example, and none but the list unless said otherwise."""
    return WaysIn.objects.create(**{"program": program, "domains": ["weserwerk.example"]} | fields)


def joining_link(program: Program, **fields: Any) -> JoiningLink:
    made = JoiningLink(program=program, created_at=clock.now(), **fields)
    made.digest = tokens.digest(made.token)
    made.save()
    return made


def joining_request(program: Program, email: str = "", **fields: Any) -> JoiningRequest:
    """Somebody typed an address behind the link now; no mail."""
    now, email = clock.now(), email or f"neu-{next(_numbers)}@weserwerk.example"
    usual = {"name": "Petra Neu", "side": "mentee", "language": "de", "asked_at": now}
    usual |= {"email": email, "email_norm": normalise(email), "expires_at": now + timedelta(days=14)}
    made = JoiningRequest(program=program, **usual | fields)
    made.digest = tokens.digest(made.token)
    made.save()
    return made


def skill(name: str = "") -> Skill:
    name = name or f"Fähigkeit {next(_numbers)}"
    return Skill.objects.create(name=name, name_norm=skills.normalise(name))


def synonym(name: str, *, of: Skill) -> Synonym:
    return Synonym.objects.create(skill=of, name=name, name_norm=skills.normalise(name))


def participant(
    program: Program | None = None,
    *,
    membership: Membership | None = None,
    side: str = "mentor",
    **fields: Any,
) -> Participant:
    """Somebody who takes part and has answered the questions."""
    return Participant.objects.create(
        **{
            "program": program or _program(),
            "membership": membership or _membership(),
            "side": side,
            "standing": "joined",
            "joined_at": clock.now(),
            "answered_at": clock.now(),
            "languages": ["de"],
        }
        | fields
    )


def tandem(
    program: Program | None = None,
    *,
    state: str = "active",
    mentor: Participant | None = None,
    mentee: Participant | None = None,
    **fields: Any,
) -> Tandem:
    """A tandem in any state, written directly: no mail, no history."""
    program = program or (mentor or mentee or participant()).program
    now = clock.now()
    accepted = now if state in {"active", "paused", "ended"} else None
    return Tandem.objects.create(
        **{
            "program": program,
            "mentor": mentor or participant(program, side="mentor"),
            "mentee": mentee or participant(program, side="mentee"),
            "state": state,
            "created_at": now,
            "answer_until": now + timedelta(days=7),
            "mentor_accepted_at": now if state == "asked_mentee" else accepted,
            "mentee_accepted_at": accepted,
            "started_at": accepted,
        }
        | fields
    )


def session(
    tandem: Tandem | None = None, *, starts_at: datetime | None = None, number: int = 1, **fields: Any
) -> Session:
    """A booked meeting of 45 minutes, tomorrow at this hour, that occupies both."""
    tandem = tandem or _tandem()
    now = clock.now()
    starts_at = starts_at or (now + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    made = Session.objects.create(
        **{
            "tandem": tandem,
            "number": number,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=45),
            "zone": "Europe/Berlin",
            "local_start": starts_at.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M"),
            "booked_by": tandem.mentee.membership,
            "booked_at": now,
            "changed_at": now,
        }
        | fields
    )
    if made.state == "booked":
        for person in tandem.members:
            busy(person, made.starts_at, made.ends_at, session=made)
    return made


def time_request(
    tandem: Tandem, *, starts_at: datetime | None = None, by: Membership | None = None, **fields: Any
) -> TimeRequest:
    """An open request of the mentor for a time in a week, which is held for both, written directly: no mail."""
    now = clock.now()
    starts_at = starts_at or (now + timedelta(days=7)).replace(minute=0, second=0, microsecond=0)
    made = TimeRequest.objects.create(
        **{
            "tandem": tandem,
            "number": tandem.sessions.next_number(),
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=45),
            "zone": "Europe/Berlin",
            "asked_by": by or tandem.mentor.membership,
            "asked_at": now,
            "answer_until": now + timedelta(hours=48),
        }
        | fields
    )
    if made.is_open:
        for person in tandem.members:
            busy(person, made.starts_at, made.ends_at, request=made)
    return made


def help_request(tandem: Tandem, *, by: Membership | None = None, text: str = "") -> HelpRequest:
    """An open request for help, written directly: no mail."""
    by = by or tandem.mentor.membership
    made = HelpRequest(tandem=tandem, asked_by=by, topic="time", asked_at=clock.now())
    made.text = text
    made.save()
    return made


def own_message(program: Program, **fields: Any) -> OwnMessage:
    """A message of HR to everybody who takes part, for tomorrow; written directly, without a line in the trail."""
    now = clock.now()
    words = {"subject_de": "Neues aus dem Programm", "body_de": "Hallo {{vorname}},\n\nes geht los."}
    when = {"written_at": now, "written_by": _membership(), "send_at": now + timedelta(days=1)}
    return OwnMessage.objects.create(**{"program": program, "group": "all"} | words | when | fields)


def busy(person: Membership, starts_at: datetime, ends_at: datetime, **fields: Any) -> Busy:
    return Busy.objects.create(
        person=person, during=(starts_at, ends_at), starts_at=starts_at, ends_at=ends_at, **fields
    )


def absence(person: Membership, begins: str = "2027-02-08T00:00", ends: str = "2027-02-13T00:00") -> Absence:
    """Away by the clocks of the person; a working week unless said otherwise."""
    return Absence.objects.create(person=person, begins=begins, ends=ends)


def feed(person: Membership, url: str = "https://calendar.example.org/secret.ics", **fields: Any) -> Feed:
    now = clock.now()
    made = Feed(person=person, **{"added_at": now, "due_at": now} | fields)
    made.text = url
    made.save()
    return made


def delegate(person: Membership, name: str = "Petra Kern", **fields: Any) -> Delegate:
    """Somebody with a link to move this person's dates; no mail."""
    public_id, email = new_public_id(), fields.pop("email", f"vertretung-{next(_numbers)}@example.org")
    return Delegate.objects.create(
        **{
            "public_id": public_id,
            "person": person,
            "name": name,
            "email": email,
            "email_norm": normalise(email),
            "digest": tokens.derive("delegate", public_id)[1],
            "added_at": clock.now(),
        }
        | fields
    )


def calendar_token(person: Membership) -> str:
    """Switch on the person's own calendar; what stands in its address."""
    feed_out.switch_on(person)
    return feed_out.address(feed_out.of(person)).split("/")[-2]


#: One valid answer to each question of an agreement.
ANSWERS = {
    "confidentiality": "nothing",
    "off_limits": "",
    "place": "neutral",
    "cancelling": "day_before",
    "answering": "two_days",
    "address": "du",
    "topics": "turns",
    "takeaway": "Mutiger fragen.",
}


def agreement(tandem: Tandem, *, version: int = 1, **answers: str) -> Agreement:
    """A version that both confirmed now, written directly: no mail."""
    now = clock.now()
    position = Position(ANSWERS | answers)
    made = Agreement(tandem=tandem, version=version, revision=1, agreed_at=now)
    made.lines = text.lines(tandem, version, dict.fromkeys(Side, position))
    made.save()
    for side in Side:
        voice = Voice(agreement=made, side=side, done_at=now, confirmed_at=now)
        voice.position, voice.digest = position, text.digest(made.lines)
        voice.save()
    return made


# Parameters of the functions above carry the same names.
_user, _membership, _program, _tandem = user, membership, program, tandem
