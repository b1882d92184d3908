"""Two layers keep organisations apart: row-level security in the database, and managers in the code.

Each alone holds. With policies off (the owner's role bypasses them) the managers show nothing foreign; with managers
off the policies show nothing foreign; with both off the foreign rows are there: these tests would see a leak.
"""

import pytest
from django.db import models

from accounts.access import Policy
from tenancy.models import TenantManager, TenantModel
from tenancy.scope import scope
from tests import samples
from tests import world as worlds
from tests.access_table import PAGES, Page
from tests.addresses import OBJECTS, ask, part_names, parts

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


# The same for every address that names an object


@pytest.fixture
def asked(organisation, other_organisation, client_for):
    """Asks for each page of our house, by whoever may see most of it, with the names of another house's objects.

    Returns the status by page.
    """
    ours, theirs = worlds.build(organisation), worlds.build(other_organisation)
    clients = {Policy.MEMBER: client_for(ours.people["participant"])}
    owner = client_for(ours.people["owner"])

    def ask_all() -> dict[str, int]:
        return {
            page.name: ask(clients.get(page.policy, owner), page, _of_others(page, ours, theirs)).status_code
            for page in OBJECT_PAGES
        }

    return ask_all


OBJECT_PAGES = [
    page
    for page in PAGES
    if page.policy in {Policy.MEMBER, Policy.LEAD, Policy.OWNER}
    and (OBJECTS - {"organisation"}) & part_names(page)
]


def _of_others(page: Page, ours: worlds.World, theirs: worlds.World) -> dict[str, object]:
    return parts(page, theirs) | {"organisation": ours.organisation.slug}


def _found(answers: dict[str, int]) -> set[str]:
    return {name for name, status in answers.items() if status != 404}


def test_no_address_shows_a_foreign_object(asked):
    assert _found(asked()) == set()


@policies_off
def test_managers_alone_hold_at_every_address(asked):
    assert _found(asked()) == set()


def test_policies_alone_hold_at_every_address(asked, managers_off):
    assert _found(asked()) == set()


@policies_off
def test_with_both_off_every_page_of_hr_leaks(asked, managers_off):
    of_hr = {page.name for page in OBJECT_PAGES if page.policy is not Policy.MEMBER}
    assert of_hr - _found(asked()) == set()
    assert len(of_hr) > 40
