"""Who runs a program."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership, Role
from accounts.querysets import MembershipQuerySet
from programs import phases
from programs.errors import ProgramError
from programs.models import Program, ProgramLead


def of(program: Program) -> list[Membership]:
    """Return the leads of a program by name."""
    rows = program.leads.select_related("membership").order_by("membership__name_order", "pk")
    return [lead.membership for lead in rows]


def possible(program: Program) -> MembershipQuerySet:
    """Return who could run this program too: owners and program leads of the house who do not yet."""
    people = Membership.objects.filter(is_active=True, role__in=[Role.OWNER, Role.LEAD])
    return people.exclude(led_programs__program=program).by_name()


def add(program: Program, *, person: Membership, by: Membership) -> None:
    """Let somebody run the program too. Again changes nothing; raises ProgramError for who may run none."""
    with transaction.atomic():
        phases.lock(program)
        if not (person.is_active and person.may_lead):
            raise ProgramError(_("{name} hat keine Rolle, die Programme leitet.").format(name=person))
        is_new = ProgramLead.objects.get_or_create(program=program, membership=person)[1]
        if is_new:
            audit.record("program.lead_added", by=by, about=program.name, name=person.name)


def remove(program: Program, *, person: Membership, by: Membership) -> None:
    """Take somebody off the program's leads. Again changes nothing; raises ProgramError for the last one."""
    with transaction.atomic():
        phases.lock(program)
        leads = set(program.leads.values_list("membership", flat=True))
        if person.pk not in leads:
            return
        if len(leads) == 1:
            raise ProgramError(
                _("Eine Person leitet das Programm immer. Bitte zuerst jemand anderen aufnehmen.")
            )
        program.leads.filter(membership=person).delete()
        audit.record("program.lead_removed", by=by, about=program.name, name=person.name)
