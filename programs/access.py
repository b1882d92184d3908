"""The only way in which a view comes to an object: what is unknown or not for these eyes raises the same Http404."""

from typing import TypeVar

from django.db import models
from django.db.models import Q
from django.http import Http404

from accounts.access import MemberRequest
from programs import help_requests, joining, nominations
from programs.models import (
    HelpRequest,
    OwnMessage,
    Participant,
    Program,
    RosterImport,
    Skill,
    Synonym,
    Tandem,
)

Row = TypeVar("Row", bound=models.Model)


def get_program(request: MemberRequest, public_id: str) -> Program:
    """Return a program this person runs (owners run all)."""
    programs = Program.objects.visible_to(request.membership).select_related("contact")
    return _one(programs.filter(public_id=public_id))


def get_participant(program: Program, public_id: str) -> Participant:
    """Return somebody of a program that ``get_program`` handed out."""
    return _one(Participant.objects.with_people().filter(program=program, public_id=public_id))


def get_tandem(program: Program, public_id: str) -> Tandem:
    """Return a tandem of a program that ``get_program`` handed out, for HR's eyes."""
    return _one(Tandem.objects.with_people().filter(program=program, public_id=public_id))


def get_help_request(request: MemberRequest, tandem: Tandem, public_id: str) -> HelpRequest:
    """Return a request for help of a tandem that ``get_tandem`` handed out, for one of its readers."""
    for asked in help_requests.read(tandem, by=request.membership):
        if asked.public_id == public_id:
            return asked
    raise Http404


def get_message(program: Program, public_id: str) -> OwnMessage:
    """Return a message of HR in a program that ``get_program`` handed out."""
    return _one(program.own_messages.select_related("written_by").filter(public_id=public_id))


def get_roster(program: Program, public_id: str) -> RosterImport:
    """Return an uploaded roster of a program that ``get_program`` handed out."""
    return _one(RosterImport.objects.filter(program=program, public_id=public_id))


def get_skill(key: int) -> Skill:
    """Return a topic of the house by its key; one that was merged into another exists no more."""
    return _one(Skill.objects.current().filter(pk=key))


def get_synonym(skill: Skill, key: int) -> Synonym:
    """Return another word for a topic that ``get_skill`` handed out."""
    return _one(Synonym.objects.filter(skill=skill, pk=key).select_related("skill"))


def get_own_participant(request: MemberRequest, program: str) -> Participant:
    """Return what this person is in the program with this public id."""
    own = Participant.objects.with_people().select_related("program")
    return _one(own.filter(membership=request.membership, program__public_id=program))


def get_offered_program(request: MemberRequest, public_id: str) -> Program:
    """Return a program that is open to this person."""
    for program in joining.offered_to(request.membership):
        if program.public_id == public_id:
            return program
    raise Http404


def get_nominated_program(request: MemberRequest, public_id: str) -> Program:
    """Return a program for which this person may nominate others."""
    for program in nominations.open_to(request.membership):
        if program.public_id == public_id:
            return program
    raise Http404


def get_own_tandem(request: MemberRequest, public_id: str) -> Tandem:
    """Return a tandem of this person. For a mentee it exists only once the mentor has said yes."""
    own = Q(mentor__membership=request.membership) | Q(
        mentee__membership=request.membership, mentor_accepted_at__isnull=False
    )
    found = _one(Tandem.objects.with_people().filter(own, public_id=public_id))
    for row in (found.program, *found.members):
        row.organisation = request.organisation  # it is nobody else's, and is not to be read three times
    return found


def _one(rows: "models.QuerySet[Row]") -> Row:
    found = rows.first()
    if found is None:
        raise Http404
    return found
