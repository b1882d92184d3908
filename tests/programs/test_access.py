import pytest
from django.http import Http404
from django.test import RequestFactory

from programs import access
from tenancy.scope import scope
from tests import factories


@pytest.fixture
def inside(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def request_of(rf: RequestFactory):
    def made(membership):
        request = rf.get("/")
        request.membership, request.organisation = membership, membership.organisation
        return request

    return made


def test_an_owner_gets_every_program_and_a_lead_their_own(inside, owner, lead, request_of):
    program = factories.program(lead=owner)
    own = factories.program(lead=lead)
    assert access.get_program(request_of(owner), own.public_id) == own
    assert access.get_program(request_of(lead), own.public_id) == own
    with pytest.raises(Http404):
        access.get_program(request_of(lead), program.public_id)


def test_a_program_of_another_house_is_as_unknown_as_none(inside, owner, other_organisation, request_of):
    with scope(other_organisation):
        foreign = factories.program()
    for public_id in (foreign.public_id, "gibtesnicht"):
        with pytest.raises(Http404):
            access.get_program(request_of(owner), public_id)


def test_people_and_tandems_belong_to_their_program(inside, owner):
    program, other = factories.program(), factories.program()
    tandem = factories.tandem(program)
    assert access.get_tandem(program, tandem.public_id) == tandem
    assert access.get_participant(program, tandem.mentor.public_id) == tandem.mentor
    with pytest.raises(Http404):
        access.get_tandem(other, tandem.public_id)
    with pytest.raises(Http404):
        access.get_participant(other, tandem.mentor.public_id)


def test_people_find_themselves_in_their_programs_only(inside, request_of):
    own, other = factories.participant(), factories.participant()
    request = request_of(own.membership)
    assert access.get_own_participant(request, own.program.public_id) == own
    with pytest.raises(Http404):
        access.get_own_participant(request, other.program.public_id)


def test_a_mentee_finds_a_tandem_only_after_the_mentors_yes(inside, request_of):
    asked, confirmed = factories.tandem(state="asked_mentor"), factories.tandem(state="asked_mentee")
    assert access.get_own_tandem(request_of(asked.mentor.membership), asked.public_id) == asked
    assert access.get_own_tandem(request_of(confirmed.mentee.membership), confirmed.public_id) == confirmed
    with pytest.raises(Http404):
        access.get_own_tandem(request_of(asked.mentee.membership), asked.public_id)


def test_nobody_else_finds_a_tandem_not_even_hr(inside, owner, request_of):
    tandem = factories.tandem()
    with pytest.raises(Http404):
        access.get_own_tandem(request_of(owner), tandem.public_id)
