"""Sealed text: a key per organisation, bound to its row, and keys that can be changed."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sessions.models import Note
from tenancy.models import SealedModel
from tenancy.scope import scope
from tenancy.sealing import NONCE_BYTES, SealError, is_newest, seal, unseal
from tests import samples

OLD, NEW = "alt-" * 15, "neu-" * 15
SEALED_MODELS = [model for model in apps.get_models() if issubclass(model, SealedModel)]


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.SEALING_KEYS = [OLD]


@given(st.text())
def test_what_was_sealed_comes_back(text):
    assert unseal(seal(text, organisation=1, name="a"), organisation=1, name="a") == text


def test_the_same_text_never_looks_the_same():
    sealed = {seal("Abgemacht", organisation=1, name="a") for _ in range(50)}
    assert len(sealed) == 50
    assert len({text[5 : 5 + NONCE_BYTES] for text in sealed}) == 50


@pytest.mark.parametrize(("organisation", "name"), [(2, "a"), (1, "b")])
def test_it_opens_in_no_other_organisation_and_in_no_other_row(organisation, name):
    sealed = seal("Abgemacht", organisation=1, name="a")
    with pytest.raises(SealError):
        unseal(sealed, organisation=organisation, name=name)


@pytest.mark.parametrize("place", [0, 1, 5, 17, -1])
def test_a_single_changed_byte_is_noticed(place):
    sealed = bytearray(seal("Abgemacht", organisation=1, name="a"))
    sealed[place] ^= 1
    with pytest.raises(SealError):
        unseal(bytes(sealed), organisation=1, name="a")


def test_a_new_key_in_front_seals_and_the_old_one_still_opens(settings):
    before = seal("Abgemacht", organisation=1, name="a")
    settings.SEALING_KEYS = [NEW, OLD]
    after = seal("Neu", organisation=1, name="a")
    assert unseal(before, organisation=1, name="a") == "Abgemacht"
    assert not is_newest(before, organisation=1) and is_newest(after, organisation=1)
    settings.SEALING_KEYS = [NEW]
    assert unseal(after, organisation=1, name="a") == "Neu"
    with pytest.raises(SealError, match="No key of SEALING_KEYS"):
        unseal(before, organisation=1, name="a")


@pytest.mark.parametrize("model", SEALED_MODELS, ids=lambda model: model.__name__)
def test_the_column_holds_no_plain_text_and_the_row_gives_it_back(model, organisation):
    with scope(organisation):
        row = samples.row(model)
        assert row.text == ""
        row.text = "Gehalt ist tabu"
        row.save(update_fields=["sealed"])
        assert model.objects.get(pk=row.pk).text == "Gehalt ist tabu"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT to_jsonb(t)::text, sealed FROM {model._meta.db_table} t WHERE id = %s", [row.pk]
            )
            shown, sealed = cursor.fetchone()
    assert "Gehalt" not in shown and b"Gehalt" not in bytes(sealed) and len(sealed) > NONCE_BYTES


def test_a_text_copied_to_another_row_does_not_open_there(organisation):
    with scope(organisation):
        one, other = samples.row(Note), samples.row(Note)
        one.text = "nur für uns"
        other.sealed = one.sealed
        with pytest.raises(SealError):
            _ = other.text


@pytest.mark.role("worker")
def test_everything_can_be_sealed_anew_so_that_the_old_key_may_go(settings, organisation, other_organisation):
    rows = []
    for house in (organisation, other_organisation):
        with scope(house):
            for model in SEALED_MODELS:
                row = samples.row(model)
                row.text = f"{house.slug} {model.__name__}"
                row.save(update_fields=["sealed"])
                rows.append((house, row))
    settings.SEALING_KEYS, settings.ROLE = [NEW, OLD], "worker"
    call_command("reseal", stdout=StringIO())
    settings.SEALING_KEYS = [NEW]
    for house, row in rows:
        with scope(house):
            row.refresh_from_db()
            assert row.text == f"{house.slug} {type(row).__name__}"


def test_resealing_refuses_a_role_that_would_see_nothing(settings):
    settings.ROLE = "web"
    with pytest.raises(CommandError, match="UMENTO_ROLE=worker"):
        call_command("reseal")
