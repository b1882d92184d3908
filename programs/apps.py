from typing import Any

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"

    def ready(self) -> None:
        from accounts.signals import access_ending
        from programs.signals import tandem_moved

        access_ending.connect(_let_go, dispatch_uid="programs.let_go")
        tandem_moved.connect(_let_run, dispatch_uid="programs.let_run")


def _let_go(sender: Any, *, membership: Any, **kwargs: Any) -> None:
    from programs import enrolment

    enrolment.leave_all(membership)


def _let_run(sender: Any, *, tandem: Any, after: str, **kwargs: Any) -> None:
    from programs import phases
    from programs.models import TandemState

    if after == TandemState.ACTIVE:
        phases.note_first_tandem(tandem.program)
