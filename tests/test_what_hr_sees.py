"""Every page of a participant says what HR sees of it."""

import pytest

from accounts.access import Policy
from agreements import drafts
from programs.models import Tandem
from tenancy.scope import scope
from tests import world as worlds
from tests.access_table import PAGES
from tests.addresses import ask, parts
from tests.factories import ANSWERS

pytestmark = pytest.mark.django_db

OF_PARTICIPANTS = [page for page in PAGES if page.policy is Policy.MEMBER and not page.posts]


@pytest.fixture
def world(organisation):
    return worlds.build(organisation)


def silent(world, client, pages) -> list[str]:
    """The pages, of those that are pages, which do not say it once."""
    answers = {page.name: ask(client, page, parts(page, world)) for page in pages}
    return [
        name
        for name, answer in answers.items()
        if answer.status_code == 200
        and answer["Content-Type"].startswith("text/html")
        and "<html" in answer.content.decode()
        and answer.content.decode().count('id="what-hr-sees"') != 1
    ]


def test_every_page_says_what_hr_sees(world, client_for):
    assert silent(world, client_for(world.people["participant"]), OF_PARTICIPANTS) == []


def test_so_do_the_pages_of_an_agreement_in_the_making(world, organisation, client_for):
    with scope(organisation):
        Tandem.objects.get(public_id=world.values["tandem"]).agreements.all().delete()
    client = client_for(world.people["participant"])
    pages = [page for page in OF_PARTICIPANTS if page.name.startswith("agreements:")]
    assert silent(world, client, pages) == []
    with scope(organisation):
        tandem = Tandem.objects.with_people().get(public_id=world.values["tandem"])
        for person, address in zip(tandem.members, ("du", "sie"), strict=True):
            drafts.save(tandem, by=person, answers=ANSWERS | {"address": address}, revision=0)
            drafts.finish(tandem, by=person)
    assert silent(world, client, pages) == []


def test_so_do_the_pages_without_a_tandem_and_after_one(world, organisation, client_for):
    pages = [
        page for page in OF_PARTICIPANTS if page.name in {"sessions:my_tandem", "sessions:tandem_detail"}
    ]
    assert silent(world, client_for(world.people["other_lead"]), pages[:1]) == []
    with scope(organisation):
        Tandem.objects.update(state="ended")
    assert silent(world, client_for(world.people["participant"]), pages) == []
