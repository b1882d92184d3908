"""One row of any tenant model, made by looking at its fields: for tests that must cover every table there is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from PIL import Image

from tenancy import clock
from tenancy.models import TenantModel
from tests import factories

_numbers = count(1)


def tenant_models() -> list[type[TenantModel]]:
    """Every model with a tenant table, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def row(model: type[TenantModel], **given: Any) -> TenantModel:
    """A row of ``model`` in the organisation in scope, with new rows for everything else it refers to."""
    fields = (
        field for field in model._meta.concrete_fields if not _is_given(field) and field.name not in given
    )
    values = {field.name: _value(field) for field in fields}
    return model.objects.create(**values | _in_order(values) | given)


def _is_given(field: models.Field) -> bool:
    made = field.primary_key or field.generated
    return made or field.name == "organisation" or field.null or field.has_default()


def _value(field: models.Field) -> Any:
    if field.is_relation:
        return (
            factories.user()
            if field.related_model._meta.label == "accounts.User"
            else row(field.related_model)
        )
    if field.choices:
        return field.choices[0][0]
    return next(make for kind, make in VALUES if isinstance(field, kind))()


#: The first kind that fits counts: a date with a time is a date, too.
VALUES: list[tuple[type[models.Field], Callable[[], Any]]] = [
    (models.BinaryField, lambda: b"x"),
    (models.JSONField, dict),
    (models.DateTimeField, clock.now),
    (models.DateField, lambda: clock.now().date()),
    (models.IntegerField, lambda: next(_numbers) % 5 + 1),
    (models.EmailField, lambda: f"{next(_numbers)}@example.org"),
    (models.CharField, lambda: str(next(_numbers))),
    (models.TextField, lambda: str(next(_numbers))),
    (DateTimeRangeField, lambda: (clock.now(), clock.now() + timedelta(hours=1))),
]


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """What begins must end later."""
    return {
        later: values[earlier] + (timedelta(hours=1) if isinstance(values[earlier], datetime) else 1)
        for earlier, later in (("starts", "ends"), ("starts_at", "ends_at"))
        if {earlier, later} <= values.keys()
    }


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """A small picture in petrol as the bytes of a file."""
    written = BytesIO()
    Image.new("RGB", size, "#0a5a61").save(written, form, **options)
    return written.getvalue()
