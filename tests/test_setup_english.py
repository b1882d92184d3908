"""An English house meets no German word while it is set up, not even where something goes wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from programs import goals
from programs.models import GoalKind, Program, RosterImport
from tenancy.scope import scope
from tests import factories
from tests.journey import german
from tests.journey.story import ROSTER

pytestmark = pytest.mark.django_db
OWN_WORDS = "Harbour Works Claire Morris Jane Peters"


@pytest.fixture
def house(organisation):
    organisation.name, organisation.language = "Harbour Works", "en"
    organisation.save()
    return organisation


@pytest.fixture
def owner(house):
    with scope(house):
        member = factories.membership(
            "Claire Morris", role="owner", email="hr@harbour.example", language="en"
        )
        member.user.language = "en"
        member.user.save()
        return member


@pytest.fixture
def ask(client_for, owner, house):
    """Ask for a page of the house by name; it is there and has no German word."""
    client = client_for(owner)

    def asked(name: str, /, *key: str, known: str = "", **data: object):
        address = reverse(f"programs:{name}", args=[house.slug, *key])
        page = client.post(address, data, follow=True) if data else client.get(address, follow=True)
        assert page.status_code == 200
        found = german.on_page(page.content.decode(), known=f"{OWN_WORDS} {known}")
        assert found == set(), f"{page.request['PATH_INFO']}: {sorted(found)}"
        return page

    return asked


def begin(ask, house, kind: str) -> Program:
    with translation.override("en"):
        contract = goals.TEMPLATES[kind].contract() | {"sponsor": "Jane Peters"}
    fields = {f"{kind}-{name}": text for name, text in contract.items()}
    ask("program_create", kind=kind, name="AI at work", **fields)
    with scope(house):
        return Program.objects.get()


def test_what_is_missing_or_wrong_is_said_in_english(ask, house):
    key = begin(ask, house, GoalKind.DIGITAL).public_id
    ask("program_create", kind="", name="")
    ask("setup_frame", key, starts_on="1999-01-01", enrolment_until="x", months="99", session_count="0")
    ask("setup_matching", key, minimum_distance="0", topics="7")
    ask("roster_upload", key, pasted=" ")
    ask("program_open", key, promises="voluntary")


def test_an_import_is_named_fixed_and_taken_in_english(ask, house, owner):
    with scope(house):
        key = factories.program("AI at work", lead=owner, phase="enrolment").public_id
    content = b"Name,Contact,Role\nClaire Morris,claire@x.example,Mentor\nJane Peters,jane@,Boss\n"
    ask("roster_upload", key, file=SimpleUploadedFile("people.csv", content))
    with scope(house):
        roster = RosterImport.objects.get().public_id
    ask("roster_columns", key, roster, column_0="email", column_1="email")
    ask("roster_columns", key, roster, column_0="name", column_1="email", column_2="side")
    ask("roster_row", key, roster, "3")
    ask("roster_take", key, roster, sure="1")
    ask("roster_done", key, roster)
    ask("roster_take_back", key, roster, sure="1")


def test_german_words_are_found_where_there_are_some():
    assert german.words_in("Themen you want, 3 noch open") == {"themen", "noch"}
    assert german.on_page('<p title="Spalten">Fine</p><a lang="de">Deutsch</a>') == {"spalten"}
    assert german.words_in("Themen", known=f"{ROSTER} Themen") == set()
