"""One row of any tenant model, made by looking at its fields: for tests that must cover every table there is."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

from tenancy import clock
from tenancy.models import TenantModel
from tests import factories

_numbers = count(1)


def tenant_models() -> list[type[TenantModel]]:
    """Every model with a tenant table, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def row(model: type[TenantModel]) -> TenantModel:
    """A row of ``model`` in the organisation in scope, with new rows for everything it refers to."""
    fields = (field for field in model._meta.concrete_fields if not _is_given(field))
    values = {field.name: _value(field) for field in fields}
    return model.objects.create(**values | _in_order(values))


def _is_given(field: models.Field) -> bool:
    return field.primary_key or field.name == "organisation" or field.null or field.has_default()


def _value(field: models.Field) -> Any:
    if field.is_relation:
        return (
            factories.user()
            if field.related_model._meta.label == "accounts.User"
            else row(field.related_model)
        )
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.BinaryField):
        return b"x"
    if isinstance(field, models.DateTimeField):
        return clock.now()
    if isinstance(field, models.DateField):
        return clock.now().date()
    if isinstance(field, models.IntegerField):
        return next(_numbers) % 5 + 1
    if isinstance(field, models.EmailField):
        return f"{next(_numbers)}@example.org"
    if isinstance(field, models.CharField | models.TextField):
        return str(next(_numbers))
    return (clock.now(), clock.now() + timedelta(hours=1))


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """What begins must end later."""
    return {
        later: values[earlier] + (timedelta(hours=1) if isinstance(values[earlier], datetime) else 1)
        for earlier, later in (("starts", "ends"), ("starts_at", "ends_at"))
        if earlier in values
    }
