"""HR is told two weeks before the people of a program are forgotten, with the report at hand."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from programs import endings
from programs.models import Program
from reports.todo import Task


def tasks(membership: Membership, today: date) -> list[Task]:
    """Return a task for each program this person runs whose people go within two weeks."""
    rows = Program.objects.visible_to(membership).filter(phase__in=endings.OVER)
    open_ones = rows.exclude(endings__forgotten_at__isnull=False).select_related("organisation").distinct()
    found = [(endings.of(program), program) for program in open_ones]
    return [_task(program, ending.due_on) for ending, program in found if ending and ending.is_near(today)]


def _task(program: Program, due_on: date) -> Task:
    place = {"organisation": program.organisation.slug, "program": program.public_id}
    return Task(
        icon="shield-check",
        title=_("Persönliche Inhalte werden gelöscht: Bericht ansehen und sichern"),
        program=program,
        url=reverse("reports:program_report", kwargs=place),
        action=_("Zum Bericht"),
        until=due_on,
    )
