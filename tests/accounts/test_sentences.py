"""The audit trail in words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from accounts import audit
from accounts.models import AuditEvent
from accounts.sentences import SENTENCES, sentence
from programs import phases
from tenancy.scope import scope

APPS = ("accounts", "programs", "matching", "sessions", "feedback", "reports", "website")


def recorded_verbs() -> Iterator[str]:
    """Every verb the code hands to ``audit.record``; of a verb put together only its beginning."""
    yield from (verb for _, _, verb in phases.MOVES.values())
    for app in APPS:
        for file in Path(settings.BASE_DIR, app).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                    yield from _verb(node.args[0])


def _verb(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    if isinstance(node, ast.Constant):
        yield str(node.value)


def test_every_recorded_verb_has_a_sentence():
    missing = [verb for verb in recorded_verbs() if not any(known.startswith(verb) for known in SENTENCES)]
    assert missing == []


def test_the_search_for_verbs_finds_some():
    assert {"member.invited", "tandem."} <= set(recorded_verbs())


@pytest.fixture
def said(organisation, owner):
    def say(verb: str, about: str = "", **detail: object) -> str:
        with scope(organisation):
            audit.record(verb, by=owner, about=about, **detail)
            return sentence(AuditEvent.objects.first())

    return say


@pytest.mark.django_db
def test_roles_and_settings_are_named_in_words(said):
    assert said("member.role_changed", "Leon", before="lead", after="owner") == (
        "Sabine Reuter hat die Rolle von Leon geändert: Programmleitung → Gesamtleitung."
    )
    assert said("organisation.changed", settings={"address": "du", "smallest_group": 9}) == (
        "Sabine Reuter hat Einstellungen geändert: Anrede, Kleinste Gruppe in Berichten."
    )


@pytest.mark.django_db
def test_what_people_typed_is_never_taken_for_a_pattern(said):
    assert said("member.ended", "{by.__class__} {0} %s") == (
        "Sabine Reuter hat den Zugang von {by.__class__} {0} %s beendet."
    )


@pytest.mark.django_db
def test_an_unknown_verb_and_a_missing_word_are_shown_rather_than_hidden(said):
    assert said("moon.painted", "blue") == "moon.painted: blue"
    assert said("member.invited", "Ruth") == "Sabine Reuter hat Ruth eingeladen, Rolle: –."
