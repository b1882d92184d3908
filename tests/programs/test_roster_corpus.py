"""Odd files as people have them, each through the pages, against the sentence it must lead to."""

import html
import re
import tomllib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.models import Participant, RosterImport
from programs.roster import taking
from programs.roster.columns import Columns
from tenancy.scope import scope
from tests import factories
from tests.corpus.roster import make

CORPUS = Path(make.__file__).parent
EXPECTED = tomllib.loads((CORPUS / "expected.toml").read_text())
FILES = make.files()


@pytest.fixture
def hr(client_for, owner):
    return client_for(owner)


@pytest.fixture
def upload(hr, organisation, owner):
    with scope(organisation):
        program = factories.program(lead=owner, phase="enrolment")
    address = reverse("programs:roster_upload", args=[organisation.slug, program.public_id])

    def send(name: str, content: bytes):
        return hr.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)

    return send


def words(response) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode())))


def test_every_file_has_its_sentence_and_is_there():
    kinds = {Path(name).suffix for name in FILES}
    files = {file.name for file in CORPUS.iterdir() if file.suffix in kinds}
    assert files == set(EXPECTED) == set(FILES)
    assert len(files) >= 40


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_odd_file_leads_to_its_sentence(upload, organisation, name):
    page = upload(name, (CORPUS / name).read_bytes())
    expected = EXPECTED[name]
    assert page.status_code == 200 and expected["says"] in words(page)
    with scope(organisation):
        roster = RosterImport.objects.first()
        assert (roster is not None) == ("people" in expected)
        if roster:
            complete = Columns.from_json(roster.columns).complete
            assert (len(taking.plan_of(roster).takeable) if complete else 0) == expected["people"]
        assert not Participant.objects.exists()


@pytest.mark.django_db
@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_damaged_file_brings_a_page_down(upload, data):
    name = data.draw(st.sampled_from(sorted(FILES)))
    content = bytearray((CORPUS / name).read_bytes()[:5000])
    for _ in range(data.draw(st.integers(1, 12))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert upload(name, bytes(content)).status_code == 200
