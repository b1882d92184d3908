"""Sealing everything anew with the newest key, so that an older one may go."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tenancy import scope, sealing
from tenancy.models import SealedModel


class Command(BaseCommand):
    help = "Seal all private texts with the first key of SEALING_KEYS. May run beside everything else, and again."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ROLE != "worker":
            raise CommandError("Start it with UMENTO_ROLE=worker: it goes through all organisations.")
        count = sum(_reseal(model, key) for model, key in _rows())
        self.stdout.write(f"{count} texts have the newest key now; the older keys are no longer needed.")


def _rows() -> Iterator[tuple[type[SealedModel], int]]:
    for model in apps.get_models():
        if issubclass(model, SealedModel):
            with scope.system():
                keys = list(model.objects.exclude(sealed=b"").values_list("pk", flat=True))
            yield from ((model, key) for key in keys)


def _reseal(model: type[SealedModel], key: int) -> bool:
    with scope.system():
        row = model.objects.select_for_update(of=("self",), no_key=True).filter(pk=key).first()
        if row is None or sealing.is_newest(bytes(row.sealed), organisation=row.organisation_id):
            return False
        text = row.text  # opened with the old key, sealed with the newest
        row.text = text
        row.save(update_fields=["sealed"])
    return True
