"""From the link of a program to an invitation: somebody types an address, and its owner follows a mail."""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.emails import normalise
from accounts.invitations import LIFETIME
from accounts.models import Organisation
from programs import arrivals, enrolment, joining, letters
from programs.errors import ProgramError
from programs.models import JoiningLink, JoiningRequest, Program, Side, Standing
from tenancy import clock
from tenancy.scope import scope, system


def ask(link: JoiningLink, *, name: str, email: str, side: Side, language: str) -> None:
    """Mail the way in to this address, at most once a day, unless its owner is in, left or wants no more mail.

    Says and does the same in each case, so that nobody learns of anybody. Raises ProgramError for an address that is
    not of the house and for a side that is not open.
    """
    program = link.program
    ways = joining.ways_of(program)
    if not ways.lets_in(email):
        raise ProgramError(not_of_the_house(ways.domains))
    if side not in ways.open_sides:
        raise ProgramError(_("Diese Seite ist in diesem Programm gerade nicht offen."))
    with transaction.atomic():
        Program.objects.select_for_update(no_key=True).get(pk=program.pk)
        request = _of(program, normalise(email))
        request.name, request.email, request.side, request.language = name, email, side, language
        request.asked_at = now = clock.now()
        request.expires_at, request.digest = now + LIFETIME, tokens.digest(request.token)
        request.save()
        arrivals.write(letters.joining(request), wanted=arrivals.has_room_for(program, email))


def open(token: str) -> JoiningRequest:  # noqa: A001 - what one does with a request
    """Return a request by the token of its mail. Raises Http404 for none, ProgramError for one that is over."""
    rows = JoiningRequest.objects.select_related("program__organisation", "program__contact")
    request = rows.filter(digest=tokens.digest(token)).first()
    if request is None:
        raise Http404
    if request.expires_at <= clock.now():
        raise ProgramError(_("Dieser Link ist abgelaufen. Der Link des Programms führt zu einem neuen."))
    if not request.program.takes_people(joining.today()):
        raise ProgramError(_("Das Programm nimmt gerade niemanden auf."))
    return request


def confirm(request: JoiningRequest) -> str:
    """Invite the owner of the address, who came by the mail, and return the invitation's token.

    Only from now on HR can see them. May be repeated until they have joined; then, and after they left, raises
    ProgramError.
    """
    with transaction.atomic():
        participant = arrivals.arrive(
            request.program,
            name=request.name,
            email=request.email,
            side=Side(request.side),
            language=request.language,
        )
        if participant.standing != Standing.INVITED:
            raise ProgramError(
                _(
                    "Zu dieser Adresse gibt es in diesem Programm schon eine Antwort. Der Weg ist die Anmeldung."
                )
            )
        return enrolment.issue_link(participant, by=None)[0]


def forget(now: datetime) -> None:
    """Delete requests that have expired. For the worker."""
    with system():
        due = set(
            JoiningRequest.objects.filter(expires_at__lte=now).values_list("organisation_id", flat=True)
        )
    for organisation in Organisation.objects.filter(pk__in=due):
        with scope(organisation):
            JoiningRequest.objects.filter(expires_at__lte=now).delete()


def not_of_the_house(domains: list[str]) -> str:
    """Return the sentence about an address of another domain. It depends on the domain alone."""
    known = ", ".join(f"@{domain}" for domain in domains)
    return _("Bitte eine dienstliche Adresse: {domains}.").format(domains=known)


def _of(program: Program, norm: str) -> JoiningRequest:
    found = JoiningRequest.objects.filter(program=program, email_norm=norm).first()
    return found or JoiningRequest(program=program, email_norm=norm)
