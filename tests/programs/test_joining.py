"""The ways into a program beside HR's list. What anybody else reads is the same for a yes, a no and silence."""

from datetime import timedelta

import pytest
from django.http import Http404

from accounts.models import AuditEvent, Membership
from mail.models import Message
from programs import enrolment, joining, joining_requests, nominations
from programs.errors import ProgramError
from programs.models import JoiningLink, JoiningRequest, Participant, Side, WaysIn
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "petra@weserwerk.example"


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(lead):
    return factories.program(lead=lead, phase="enrolment")


@pytest.fixture
def link(program):
    factories.ways_in(program, nominating=True, open_to_house=True)
    return factories.joining_link(program)


@pytest.fixture
def ask(link):
    def with_address(email: str = ADDRESS, side: Side = Side.MENTEE) -> None:
        joining_requests.ask(link, name="Petra Neu", email=email, side=side, language="de")

    return with_address


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def known(program, standing: str, *, quiet: bool = False) -> Participant:
    return factories.participant(
        program,
        membership=factories.unregistered("Petra Neu", email=ADDRESS),
        standing=standing,
        quiet=quiet,
        invited_at=clock.now(),
    )


def test_set_ways_keeps_one_row_a_program_and_is_in_the_trail(program, lead):
    for domain in ("alt.example", "neu.example"):
        joining.set_ways(
            program, by=lead, domains=[domain], sides="mentor", open_to_house=True, nominating=False
        )
    ways = WaysIn.objects.get()
    assert (ways.domains, ways.open_sides) == (["neu.example"], [Side.MENTOR])
    assert {event.verb for event in AuditEvent.objects.all()} == {"joining.changed"}


def test_a_link_needs_a_domain(program, lead):
    with pytest.raises(ProgramError, match="Mail-Domains"):
        joining.renew_link(program, by=lead)


def test_a_new_link_ends_the_old_one(program, link, lead):
    new = joining.renew_link(program, by=lead)
    assert joining.open_link(new.token) == new
    with pytest.raises(ProgramError, match="gilt nicht mehr"):
        joining.open_link(link.token)


def test_a_revoked_link_is_over(program, link, lead):
    joining.revoke_link(program, by=lead)
    joining.revoke_link(program, by=lead)
    assert joining.link_of(program) is None
    assert JoiningLink.objects.get().revoked_at
    assert AuditEvent.objects.count() == 1
    with pytest.raises(ProgramError):
        joining.open_link(link.token)


@pytest.mark.parametrize("phase", ["draft", "closing", "archived"])
def test_a_link_works_only_while_the_program_takes_people(phase, program, link):
    program.phase = phase
    program.save()
    with pytest.raises(ProgramError, match="niemanden auf"):
        joining.open_link(link.token)


def test_an_unknown_link_does_not_exist():
    with pytest.raises(Http404):
        joining.open_link("1-unbekannt")


def test_whoever_only_types_an_address_is_nowhere(ask, program):
    before = Membership.objects.count()
    ask()
    assert kinds() == ["program.joining"]
    assert (Participant.objects.count(), Membership.objects.count()) == (0, before)
    assert "Petra" not in Message.objects.get().text


def test_the_mail_leads_to_the_usual_invitation(ask, program):
    ask()
    token = Message.objects.get().text.split("/j/")[1].split("/")[0]
    _invitation, participant = enrolment.open(joining_requests.confirm(joining_requests.open(token)))
    assert (participant.standing, participant.side, participant.membership.email) == (
        "invited",
        "mentee",
        ADDRESS,
    )
    assert joining_requests.confirm(joining_requests.open(token))
    assert Participant.objects.count() == 1


@pytest.mark.parametrize(
    ("standing", "quiet"), [("joined", False), ("paused", False), ("left", True), ("invited", True)]
)
def test_no_mail_goes_to_who_is_in_or_wants_no_more(standing, quiet, ask, program, link):
    known(program, standing, quiet=quiet)
    ask()
    assert kinds() == []


@pytest.mark.parametrize("standing", ["imported", "invited"])
def test_who_is_on_the_list_gets_the_mail_and_keeps_the_side(standing, ask, program, link):
    person = known(program, standing)
    ask()
    joining_requests.confirm(JoiningRequest.objects.select_related("program__organisation").get())
    person.refresh_from_db()
    assert (kinds(), person.standing, person.side) == (["program.joining"], "invited", "mentor")


def test_whose_access_has_ended_gets_no_mail(ask, link):
    factories.unregistered(email=ADDRESS, is_active=False)
    ask()
    assert kinds() == []


def test_the_same_address_gets_one_mail_a_day(ask, monkeypatch):
    now = clock.now()
    monkeypatch.setattr("tenancy.clock.system_now", lambda: now)
    ask()
    ask("Petra@Weserwerk.example", Side.MENTOR)
    assert len(kinds()) == 1
    assert JoiningRequest.objects.get().side == "mentor"
    monkeypatch.setattr("tenancy.clock.system_now", lambda: now + timedelta(days=1))
    ask()
    assert len(kinds()) == 2


@pytest.mark.parametrize(
    "email",
    ["petra@anderswo.example", "petra@weserwerk.example.anderswo.example", "petra@sub.weserwerk.example"],
)
def test_only_addresses_of_the_house_come_in(email, ask):
    with pytest.raises(ProgramError, match="@weserwerk"):
        ask(email)
    assert (kinds(), JoiningRequest.objects.count()) == ([], 0)


def test_only_the_open_side_comes_in(ask, link):
    WaysIn.objects.update(sides="mentor")
    with pytest.raises(ProgramError, match="Seite"):
        ask(side=Side.MENTEE)


def test_confirm_refuses_who_is_in_already(program, link):
    known(program, "joined")
    with pytest.raises(ProgramError, match="Anmeldung"):
        joining_requests.confirm(factories.joining_request(program, ADDRESS))


def test_requests_expire_and_are_forgotten(program, monkeypatch):
    request = factories.joining_request(program)
    later = clock.now() + timedelta(days=14)
    monkeypatch.setattr("tenancy.clock.system_now", lambda: later)
    with pytest.raises(ProgramError, match="abgelaufen"):
        joining_requests.open(request.token)


@pytest.mark.role("worker")
def test_the_worker_forgets_what_was_never_confirmed(program):
    factories.joining_request(program)
    joining_requests.forget(clock.now() + timedelta(days=13))
    assert JoiningRequest.objects.count() == 1
    joining_requests.forget(clock.now() + timedelta(days=14))
    assert JoiningRequest.objects.count() == 0


def test_an_open_program_is_offered_to_all_who_are_not_in(program, link, participant_member):
    assert joining.offered_to(participant_member) == [program]
    joining.enter(program, by=participant_member, side=Side.MENTOR)
    joined = Participant.objects.get()
    assert (joined.standing, joined.membership, kinds()) == ("joined", participant_member, [])
    assert joining.offered_to(participant_member) == []


def test_a_program_that_is_not_open_is_offered_to_nobody(program, link, participant_member):
    WaysIn.objects.update(open_to_house=False)
    assert joining.offered_to(participant_member) == []
    with pytest.raises(ProgramError, match="nicht allen"):
        joining.enter(program, by=participant_member, side=Side.MENTOR)


def test_who_left_does_not_come_back_by_the_open_door(program, link, participant_member):
    factories.participant(program, membership=participant_member, standing="left")
    assert joining.offered_to(participant_member) == []
    with pytest.raises(ProgramError):
        joining.enter(program, by=participant_member, side=Side.MENTOR)


@pytest.fixture
def nominate(program, link, participant_member):
    factories.participant(program, membership=participant_member)

    def of(email: str = ADDRESS, line: str = "") -> None:
        nominations.nominate(
            program, by=participant_member, name="Petra", email=email, side=Side.MENTEE, line=line
        )

    return of


def test_a_nominated_person_gets_the_usual_invitation_with_name_and_line(nominate):
    nominate(line="Du passt genau dazu.")
    mail = Message.objects.get()
    assert (mail.kind, mail.recipient, mail.sensitive) == ("program.invitation", ADDRESS, True)
    assert "Jana Vogt schlägt Sie vor" in mail.text
    assert "Du passt genau dazu." in mail.text
    assert "Du passt genau dazu." in mail.html


def test_nobody_keeps_who_nominated_whom(nominate):
    nominate(line="Du passt genau dazu.")
    invited = Participant.objects.get(membership__email=ADDRESS)
    assert invited.invitations.get().invitation.invited_by is None
    assert AuditEvent.objects.count() == 0
    assert WaysIn.objects.get().nominations == 1


@pytest.mark.parametrize("standing", ["invited", "joined", "paused", "left"])
def test_a_nomination_brings_no_second_mail(standing, nominate, program):
    known(program, standing)
    nominate()
    assert (kinds(), WaysIn.objects.get().nominations) == ([], 1)


def test_a_nominated_person_of_the_list_is_invited(nominate, program):
    person = known(program, "imported")
    nominate()
    person.refresh_from_db()
    assert (person.standing, person.membership.name) == ("invited", "Petra Neu")


def test_nominations_outside_the_house_and_of_oneself_are_refused(nominate, participant_member):
    with pytest.raises(ProgramError, match="@weserwerk"):
        nominate("petra@anderswo.example")
    with pytest.raises(ProgramError, match="eigene"):
        nominate(participant_member.email)


def test_only_who_takes_part_or_leads_may_nominate(program, link, lead, owner):
    assert nominations.open_to(lead) == [program]
    assert nominations.open_to(owner) == []
    with pytest.raises(ProgramError):
        nominations.nominate(program, by=owner, name="P", email=ADDRESS, side=Side.MENTEE)
