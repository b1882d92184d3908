"""A house with one of everything that has an address, for tests that walk all addresses."""

from dataclasses import dataclass, field
from datetime import timedelta

from accounts import invitations, logos, organisations, tokens
from accounts.models import Membership, Organisation
from accounts.organisations import house
from feedback import surveys
from feedback.models import SurveyRequest
from mail import unsubscribing
from mail.models import Message
from matching.engine.result import Explanation
from matching.models import Proposal, Run
from programs.models import Program, ProgramInvitation, Round, Tandem
from programs.roster import taking
from tenancy import clock
from tenancy.models import new_public_id
from tenancy.scope import scope
from tests import factories, samples
from website.models import DemoBooking, WorkingHours

ROSTER = b"Name;E-Mail;Rolle\nRuth Aumann;ruth@example.org;Mentorin\n"


@dataclass
class World:
    """People by what they are, and under ``values`` what stands for each part of an address."""

    organisation: Organisation
    people: dict[str, Membership]
    values: dict[str, str | int] = field(default_factory=dict)


def build(organisation: Organisation) -> World:
    """Fill an organisation. The participant is the mentee of a running tandem in a program of the lead."""
    with scope(organisation):
        people = {
            "owner": factories.membership(role="owner"),
            "lead": factories.membership(role="lead"),
            "other_lead": factories.membership(role="lead"),
            "participant": factories.membership(),
        }
        world = World(
            organisation, people, {"organisation": organisation.slug} | _of_look(organisation, people)
        )
        program = factories.program(lead=people["lead"])
        tandem = factories.tandem(
            program, mentee=factories.participant(program, membership=people["participant"], side="mentee")
        )
        asked = factories.tandem(program, mentee=tandem.mentee, state="asked_mentee")
        world.values |= _of_times(people["participant"]) | _of_topics()
        world.values |= _of_program(program) | _of_tandem(tandem) | _of_run(tandem) | _links(tandem, people)
        world.values |= {
            **_of_ways_in(program, people["participant"]),
            "asked": asked.public_id,
            "draft": factories.program(lead=people["lead"], phase="draft", setup_step="goal").public_id,
            "led_by": people["lead"].public_id,
            "member": factories.unregistered(role="lead").public_id,
        }
    world.values |= _of_our_house()
    return world


def hidden(world: World) -> dict[str, str | int]:
    """Return values for what exists in the same house and is not for these people's eyes."""
    with scope(world.organisation):
        tandem = factories.tandem()
        times = _of_times(tandem.mentor.membership)
        return times | _of_program(tandem.program) | _of_tandem(tandem) | _of_run(tandem)


def _of_look(organisation: Organisation, people: dict[str, Membership]) -> dict[str, str | int]:
    organisations.change(organisation, by=people["owner"], colour="#0a5a61")
    logos.put(organisation, samples.picture(), by=people["owner"])
    return {"logo": organisation.logo_digest}


def _of_times(person: Membership) -> dict[str, str | int]:
    return {
        "absence": factories.absence(person).public_id,
        "feed": factories.feed(person).public_id,
        "delegate": factories.delegate(person).public_id,
    }


def _of_topics() -> dict[str, str | int]:
    synonym = factories.synonym("Tabellenkalkulation", of=factories.skill())
    return {"skill": synonym.skill_id, "synonym": synonym.pk}


def _of_ways_in(program: Program, participant: Membership) -> dict[str, str | int]:
    """A link into the program, one program that is open to the house, and one for which the participant nominates."""
    open_program, nominated = factories.program("Offen"), factories.program("Vorschlagen")
    factories.ways_in(program)
    factories.ways_in(open_program, open_to_house=True)
    factories.ways_in(nominated, nominating=True)
    factories.participant(nominated, membership=participant)
    return {
        "joining": factories.joining_link(program).token,
        "joining_request": factories.joining_request(program).token,
        "open_program": open_program.public_id,
        "nominated": nominated.public_id,
    }


def _of_program(program: Program) -> dict[str, str | int]:
    roster = taking.upload(program, file_name="liste.csv", content=ROSTER, by=factories.membership())
    return {
        "program": program.public_id,
        "roster": roster.public_id,
        "message": factories.own_message(program).public_id,
        "round": samples.row(Round, program=program, kind="invite", finished_at=clock.now()).public_id,
        "step": "topics",
    }


def _of_tandem(tandem: Tandem) -> dict[str, str | int]:
    session = factories.session(tandem)
    return {
        "tandem": tandem.public_id,
        "participant": tandem.mentor.public_id,
        "number": session.number,
        "time_request": factories.time_request(tandem).public_id,
        "session": session.public_id,
        "version": factories.agreement(tandem).version,
        "help_request": factories.help_request(tandem).public_id,
    }


def _of_run(tandem: Tandem) -> dict[str, str | int]:
    run = Run.objects.create(
        program=tandem.program,
        number=1,
        state="draft",
        started_by=factories.membership(),
        started_at=clock.now(),
        finished_at=clock.now(),
    )
    mentor, mentee = (person.public_id for person in tandem.members)
    told = Explanation(mentor, mentee, points=81_000, fit=81, lines=())
    Proposal.objects.create(
        run=run, mentor=tandem.mentor, mentee=tandem.mentee, fit=81, points=81_000, detail=told.to_json()
    )
    return {"pair": f"{mentor}.{mentee}"}


def _links(tandem: Tandem, people: dict[str, Membership]) -> dict[str, str | int]:
    session = tandem.sessions.get()
    participant = factories.participant(
        tandem.program, membership=factories.unregistered(), standing="invited"
    )
    invitation = invitations.issue(participant.membership, by=people["lead"])
    ProgramInvitation.objects.create(invitation=invitations.find(invitation), participant=participant)
    mail = samples.row(Message, kind="program.reminder", public_id=new_public_id())
    survey, digest = surveys.link_token(session, people["participant"])
    SurveyRequest.objects.create(
        session=session, membership=people["participant"], side="mentee", digest=digest, asked_at=clock.now()
    )
    return {
        "join": invitations.issue(factories.unregistered(role="lead"), by=people["owner"]),
        "invitation": invitation,
        "unsubscribe": unsubscribing.path(mail.organisation_id, mail.public_id).split("/")[2],
        "survey": survey,
        "calendar": factories.calendar_token(people["participant"]),
        "delegate_link": factories.delegate(people["participant"]).token,
    }


def _of_our_house() -> dict[str, str | int]:
    """A booked demo, whose link anybody may hold and which our staff sees, and times for another."""
    starts_at = clock.now() + timedelta(days=3)
    name = new_public_id()
    with scope(house()):
        token, digest = tokens.derive("demo", name)
        when = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=30), "zone": "Europe/Berlin"}
        demo = samples.row(DemoBooking, public_id=name, digest=digest, **when)
        for weekday in range(5):
            WorkingHours.objects.create(host=demo.host, weekday=weekday, starts=540, ends=1020)
    return {"demo": name, "demo_link": token}
