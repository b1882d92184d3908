"""What stays of a report when the people of its program are forgotten: the figures that it showed, and nothing else."""

from datetime import datetime
from typing import Any

from programs.models import Program
from reports import figures, values


def freeze(program: Program, now: datetime) -> dict[str, Any]:
    """Return the figures of a program as its report shows them at ``now``, for ``figures.of_program`` to show again."""
    return values.to_json(figures.of_program(program, smallest=program.organisation.smallest_group, now=now))
