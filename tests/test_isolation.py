"""Two layers keep organisations apart: row-level security in the database, and managers in the code.

Each alone holds. With policies off (the owner's role bypasses them) the managers show nothing foreign; with managers off
the policies show nothing foreign; with both off the foreign rows are there, so that these tests would see a leak.
"""

import pytest
from django.db import models

from tenancy.models import TenantManager, TenantModel
from tenancy.scope import scope
from tests import samples

pytestmark = pytest.mark.django_db
policies_off = pytest.mark.role("owner")
every_model = pytest.mark.parametrize("model", samples.tenant_models(), ids=lambda model: model._meta.label)


@pytest.fixture
def managers_off(monkeypatch):
    """Managers that hand out whatever the database gives."""
    monkeypatch.setattr(TenantManager, "get_queryset", models.Manager.get_queryset)


@pytest.fixture
def foreign(other_organisation):
    """Makes a row in the other organisation."""

    def make(model: type[TenantModel]) -> TenantModel:
        with scope(other_organisation):
            return samples.row(model)

    return make


def seen(model: type[TenantModel], row: TenantModel) -> set[str]:
    """By which ways a row can be reached from here."""
    ways = {
        "default manager": model._default_manager.filter(pk=row.pk).exists(),
        "base manager": model._base_manager.filter(pk=row.pk).exists(),
        "change": bool(model._default_manager.filter(pk=row.pk).update(organisation=row.organisation_id)),
    }
    return {way for way, open_ in ways.items() if open_}


EVERY_WAY = {"default manager", "base manager", "change"}


@every_model
def test_nothing_foreign_is_seen(model, foreign, organisation):
    row = foreign(model)
    with scope(organisation):
        assert not model.objects.filter(pk=row.pk).exists()


@policies_off
@every_model
def test_managers_alone_hold(model, foreign, organisation):
    row = foreign(model)
    with scope(organisation):
        assert seen(model, row) == set()


@every_model
def test_policies_alone_hold(model, foreign, organisation, managers_off):
    row = foreign(model)
    with scope(organisation):
        assert not model._default_manager.filter(pk=row.pk).exists()
        assert not model._base_manager.filter(pk=row.pk).exists()


@policies_off
@every_model
def test_with_both_off_the_leak_is_seen(model, foreign, organisation, managers_off):
    row = foreign(model)
    with scope(organisation):
        assert seen(model, row) == EVERY_WAY


@every_model
def test_a_row_cannot_be_seen_without_a_scope(model, foreign, managers_off):
    row = foreign(model)
    assert not model._default_manager.filter(pk=row.pk).exists()
