"""C8: what a mentor is asked after postponements, and how they answer, nobody else sees; HR sees no postponement.

Every story is told with the same rows and then rolled back, so that the pages can be compared byte by byte.
"""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.access import Policy
from accounts.models import AuditEvent
from mail.models import Message
from sessions import booking, changes
from sessions.models import NextStep, PostponementChoice
from tenancy.scope import scope
from tests import factories
from tests.access_table import PAGES
from tests.addresses import part_names
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(pair, lead):
    with scope(pair.organisation):
        pair.program.contact = lead
        pair.program.save()
        pair.program.leads.create(membership=lead)
    return pair.session(at("02-11T10:30"))


@pytest.fixture
def look(pair, client_for):
    """All pages of a kind as a person sees them, without what differs by chance."""

    def look(person, policy: Policy) -> dict[str, tuple[int, str]]:
        client, seen = client_for(person), {}
        for page in PAGES:
            url = _address(page, pair) if page.policy is policy and not page.posts else ""
            if url:
                answer = client.get(url)
                body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
                seen[page.name] = answer.status_code, _plain(body.decode("utf-8", "replace"))
        return seen

    return look


@pytest.fixture
def told(pair):
    """Do something, look, and undo it."""

    def tell(do, look):
        with scope(pair.organisation), transaction.atomic():
            do()
            seen = look()
            transaction.set_rollback(True)
        return seen

    return tell


def _address(page, pair) -> str:
    values = {
        "organisation": pair.organisation.slug,
        "program": pair.program.public_id,
        "tandem": pair.tandem.public_id,
        "participant": pair.tandem.mentee.public_id,
        "number": 1,
    }
    names = part_names(page)
    return reverse(page.name, kwargs={name: values[name] for name in names}) if names <= set(values) else ""


def _plain(body: str) -> str:
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    return re.sub(r'name="(key|once)" value="[^"]*"', "", body)


def postpone(session, by, *days: str) -> None:
    for day in days:
        booking.move(session, starts_at=at(f"02-{day}T09:30"), by=by)


@pytest.mark.parametrize("chosen", [NextStep.GO_ON, NextStep.HELP])
def test_neither_mentee_nor_hr_can_tell_that_the_mentor_chose(pair, session, lead, look, told, chosen):
    def asked():
        postpone(session, pair.thomas, "12", "15")

    def answered():
        asked()
        changes.choose(pair.tandem, by=pair.lea, chosen=chosen)
        assert PostponementChoice.objects.exists()

    for person, policy in ((pair.thomas, Policy.MEMBER), (lead, Policy.LEAD)):
        before, after = (told(story, lambda p=person, k=policy: look(p, k)) for story in (asked, answered))
        assert len(before) > 10 and before == after


def test_the_mentee_cannot_tell_that_the_mentor_is_asked(pair, session, look, told):
    """Nor from the same moves when an answer is there already, and the question is therefore not put."""

    def asked():
        postpone(session, pair.thomas, "12", "15")
        assert changes.is_asked(pair.tandem, pair.lea)

    def not_asked():
        asked()
        PostponementChoice.objects.create(
            tandem=pair.tandem,
            change=changes.run(pair.tandem)[0],
            chosen=NextStep.GO_ON,
            at=at("01-18T10:00"),
        )
        assert not changes.is_asked(pair.tandem, pair.lea)

    seen = [told(story, lambda: look(pair.thomas, Policy.MEMBER)) for story in (asked, not_asked)]
    assert seen[0] == seen[1]


def test_hr_sees_the_same_pages_after_any_number_of_moves_and_cancellations(pair, session, lead, look, told):
    def nothing():
        pass

    def mentor_moves():
        postpone(session, pair.lea, "12", "15")

    def mentee_postpones():
        postpone(session, pair.thomas, "12", "15", "16")

    def mentee_cancels():
        booking.replace(session, starts_at=at("02-12T09:30"), by=pair.thomas)

    def a_delegate_moves():
        delegate = factories.delegate(pair.thomas)
        booking.move(session, starts_at=at("02-12T09:30"), by=pair.thomas, delegate=delegate)

    stories = (nothing, mentor_moves, mentee_postpones, mentee_cancels, a_delegate_moves)
    seen = [told(story, lambda: look(lead, Policy.LEAD)) for story in stories]
    assert all(pages == seen[0] for pages in seen)


def test_the_question_goes_to_the_mentor_alone_and_into_no_trail(pair, session, inside):
    postpone(session, pair.thomas, "12", "15")
    changes.choose(pair.tandem, by=pair.lea, chosen=NextStep.GO_ON)
    asked = Message.objects.filter(kind="tandem.postponed")
    assert [mail.recipient for mail in asked] == [pair.lea.email] and asked[0].reply_to == ""
    for word in ("verschoben", "Thomas", "zweimal", "abgesagt"):
        assert word not in asked[0].subject
    assert not AuditEvent.objects.exists()
