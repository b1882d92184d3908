"""Whatever is sent to the pages of an import: a sentence or a preview, and nothing written that was not taken over.

ROSTERS says how many are sent, docs/testing.md how to send thousands.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Membership, Organisation
from programs.models import Participant, Program, RosterImport, Skill
from programs.roster import taking
from programs.roster.headers import Field
from tenancy.scope import scope
from tests.programs import rosters
from tests.programs import test_roster_views as views
from tests.programs.test_roster_views import hr, program  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
ROSTERS = int(os.environ.get("ROSTERS", "16"))
ODD = st.one_of(st.sampled_from([*map(str, Field), "", "mentor", "mentee"]), st.text(max_size=20))
#: What a form may be sent: its own fields with odd values, and fields it does not have.
FORMS = st.dictionaries(
    st.one_of(
        st.integers(-1, 12).map(lambda column: f"column_{column}"), st.just("everyone"), st.text(max_size=9)
    ),
    st.one_of(ODD, st.sampled_from(rosters.CELLS)),
    max_size=14,
)


def some(share: int) -> Any:
    """Try one in ``share`` of the rosters of a run: workbooks are read by a process of their own, slowly."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=max(1, ROSTERS // share), deadline=None, suppress_health_check=checks)


class Desk:
    """HR at the pages of one program."""

    def __init__(self, client: Client, organisation: Organisation, about: Program) -> None:
        self.client, self.organisation, self.program = client, organisation, about

    @contextmanager
    def afresh(self) -> Iterator[None]:
        """Forget afterwards what was sent."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def send(self, data: dict[str, Any]) -> RosterImport | None:
        """Upload something. It is refused with a sentence and leaves nothing, or becomes a roster."""
        page = self.look("post", views.at("roster_upload", self.program), data)
        with scope(self.organisation):
            roster = RosterImport.objects.first()
        assert bool(roster) is not bool("form" in page.context and page.context["form"].errors)
        return roster

    def look(self, method: str, address: str, data: dict[str, Any] | None = None) -> HttpResponse:
        """Ask for a page. It is there, or for good reason not, and nobody was written down."""
        before = self.written()
        page = getattr(self.client, method)(address, data or {}, follow=True)
        assert page.status_code in (200, 404)
        assert self.written() == before
        return page

    def written(self) -> tuple[int, ...]:
        with scope(self.organisation):
            return tuple(model.objects.count() for model in (Membership, Participant, Skill))

    def through_all_pages(self, roster: RosterImport, forms: list[dict[str, str]]) -> None:
        columns, row, query = forms
        for name in ("roster_columns", "roster_preview", "roster_problems", "roster_done", "roster_progress"):
            self.look("get", views.at(name, self.program, roster))
        self.look("post", views.at("roster_columns", self.program, roster), columns)
        self.look("get", views.at("roster_preview", self.program, roster), query)
        for number in (2, 3):
            self.look("get", views.row_of(self.program, roster, number))
            self.look("post", views.row_of(self.program, roster, number), row)
        self.take(roster)

    def take(self, roster: RosterImport) -> None:
        """Taking over brings all whom the preview promised, or nobody."""
        with scope(self.organisation):
            before = Participant.objects.count()
            roster.refresh_from_db()
            promised = taking.plan_of(roster).counts["new"]
        page = self.client.post(views.at("roster_take", self.program, roster), follow=True)
        assert page.status_code == 200
        with scope(self.organisation):
            assert Participant.objects.count() == before + promised
        assert self.client.get(views.at("roster_done", self.program, roster), follow=True).status_code == 200


@pytest.fixture
def desk(hr, organisation, program) -> Desk:  # noqa: F811 - fixtures
    return Desk(hr, organisation, program)


def three_forms() -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(FORMS, min_size=3, max_size=3)


@some(1)
@given(content=rosters.texts(), name=st.sampled_from(rosters.NAMES), forms=three_forms())
def test_any_text_file_leads_to_a_sentence_or_a_preview(desk, content, name, forms):
    with desk.afresh():
        roster = desk.send({"file": SimpleUploadedFile(name or "x", content)})
        if roster:
            desk.through_all_pages(roster, forms)


@some(4)
@given(content=rosters.workbooks(), forms=three_forms())
def test_any_workbook_leads_to_a_sentence_or_a_preview(desk, content, forms):
    with desk.afresh():
        roster = desk.send({"file": SimpleUploadedFile("liste.xlsx", content)})
        if roster:
            desk.through_all_pages(roster, forms)


@some(2)
@given(
    pasted=st.one_of(st.text(max_size=200), rosters.texts().map(lambda data: data.decode("utf-8", "replace")))
)
def test_any_pasted_text_leads_to_a_sentence_or_a_preview(desk, pasted):
    with desk.afresh():
        roster = desk.send({"pasted": pasted})
        if roster:
            desk.take(roster)
