"""HR sees that there is an agreement, and never a word of it: on no page, in no file, in no entry, in no row."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from accounts.access import Policy
from accounts.models import AuditEvent
from agreements import drafts, settling, versions
from agreements.desk import Desk
from mail.models import Message
from programs.models import Tandem
from sessions import notes
from tenancy.scope import scope
from tests import world as worlds
from tests.access_table import PAGES
from tests.addresses import ask, part_names, parts
from tests.agreements.conftest import SECRETS
from tests.factories import ANSWERS

pytestmark = pytest.mark.django_db

OF_HR = [page for page in PAGES if page.policy in {Policy.LEAD, Policy.OWNER}]
NOTE = "Zimtschneckenrunde am Freitag"
WORDS = (*SECRETS.values(), NOTE, "Wir sagen", "unter uns")


@pytest.fixture
def world(organisation):
    """A house in which the tandem of the world has written everything down: agreed, changing again, with notes."""
    built = worlds.build(organisation)
    with scope(organisation):
        tandem = Tandem.objects.with_people().get(public_id=built.values["tandem"])
        versions.change(tandem, by=tandem.mentor.membership)
        for person in tandem.members:
            revision = Desk(tandem, person).revision
            drafts.save(tandem, by=person, answers=ANSWERS | SECRETS, revision=revision)
            drafts.finish(tandem, by=person)
        for person in tandem.members:
            settling.confirm(tandem, by=person, revision=1)
        for number in (0, 1):
            notes.write(tandem, by=person, text=NOTE, revision=0, number=number)
    return built


def test_no_page_of_hr_has_a_word_of_it(world, client_for):
    for role in ("owner", "lead"):
        client = client_for(world.people[role])
        for page in OF_HR:
            content = getattr(ask(client, page, parts(page, world)), "content", b"").decode(errors="replace")
            assert not [word for word in WORDS if word in content], (role, page.name)


def test_the_back_office_has_no_way_into_a_house(world, staff, client_for):
    client = client_for(staff)
    for page in PAGES:
        if "tandem" in part_names(page):
            assert ask(client, page, parts(page, world)).status_code == 404


def test_who_leads_the_program_gets_nothing_at_the_twos_own_addresses(world, client_for):
    for page in PAGES:
        if page.policy is Policy.MEMBER and "tandem" in part_names(page):
            for role in ("owner", "lead", "other_lead"):
                assert ask(client_for(world.people[role]), page, parts(page, world)).status_code == 404


def test_the_tandems_page_says_that_it_exists_and_since_when(world, client_for):
    (page,) = [page for page in PAGES if page.name == "programs:hr_tandem_detail"]
    seen = ask(client_for(world.people["lead"]), page, parts(page, world)).content.decode()
    assert "Vereinbarung: besteht seit" in seen


def test_hr_sees_the_same_page_whether_or_not_somebody_has_begun(two, lead, client_for):
    path = {"program": two.tandem.program.public_id, "tandem": two.tandem.public_id}
    address = reverse("programs:hr_tandem_detail", kwargs={"organisation": "weserwerk"} | path)
    client = client_for(lead)

    def seen() -> str:
        html = client.get(address).content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)

    before = seen()
    assert "Vereinbarung: noch keine" in before
    with scope(two.organisation):
        two.finish(two.lea, **SECRETS)
        notes.write(two.fresh(), by=two.lea, text=NOTE, revision=0)
    assert seen() == before
    with scope(two.organisation):
        two.finish(two.thomas)
    assert "Vereinbarung: entsteht gerade" in seen()


def test_the_audit_trail_has_no_entry_about_it(world):
    with scope(world.organisation):
        assert not [
            event for event in AuditEvent.objects.all() if "agree" in event.verb or "note" in event.verb
        ]


def test_no_mail_has_a_word_of_it(world):
    with scope(world.organisation):
        for mail in Message.objects.all():
            assert not [
                word for word in (*SECRETS.values(), NOTE) if word in mail.subject + mail.text + mail.html
            ]


@pytest.mark.role("owner")
def test_no_column_of_any_table_holds_it_in_the_clear(world):
    """Read as the owner of the tables, whom no policy binds."""
    read = set()
    with scope(world.organisation), connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
            for (row,) in cursor.fetchall():
                read.add(model._meta.label)
                found = [word for word in WORDS if word in row or word.encode().hex() in row]
                assert not found, (model._meta.label, found)
    assert {"agreements.Agreement", "agreements.Voice", "mentoring.Note", "mail.Message"} <= read


def test_logs_say_nothing_of_it(world, client_for, caplog):
    with caplog.at_level("DEBUG"):
        client = client_for(world.people["participant"])
        base = f"/o/{world.organisation.slug}/t/{world.values['tandem']}"
        client.post(f"{base}/notes/edit/", {"text": NOTE, "revision": 99})
        client.post(f"{base}/agreement/settle/off_limits/", SECRETS | {"revision": 99})
    assert not [word for word in WORDS if word in caplog.text]
