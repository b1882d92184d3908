"""Both press at the same moment: one order of things, nothing lost, nothing doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from agreements import drafts, settling, versions
from agreements.errors import AgreementChanged
from agreements.models import Agreement, Voice
from mail.models import Message
from sessions import notes
from sessions.errors import NoteChanged
from tenancy.scope import scope
from tests.factories import ANSWERS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(two):
    """Lets both do the same at one moment; returns what came of it, the refusal's class for a refusal."""
    start = Barrier(2)

    def attempt(step: Callable, person) -> type | None:
        try:
            start.wait()
            with scope(two.organisation):
                step(two.fresh(), person)
        except (AgreementChanged, NoteChanged) as refusal:
            return type(refusal)
        finally:
            connection.close()
        return None

    def run(step: Callable) -> set:
        with ThreadPoolExecutor(2) as pool:
            tried = [pool.submit(attempt, step, person) for person in (two.lea, two.thomas)]
            return {future.result() for future in tried}

    return run


def test_both_begin_and_one_version_comes_of_it(two, at_once):
    assert at_once(lambda tandem, by: drafts.save(tandem, by=by, answers=ANSWERS, revision=0)) == {None}
    with scope(two.organisation):
        assert (Agreement.objects.count(), Voice.objects.count()) == (1, 2)


def test_both_finish_and_the_text_is_there(two, at_once):
    with scope(two.organisation):
        for person in (two.lea, two.thomas):
            two.save(person)
    assert at_once(lambda tandem, by: drafts.finish(tandem, by=by)) == {None}
    with scope(two.organisation):
        assert versions.pending(two.fresh()).lines
        assert [kind for kind, _ in two.mails()] == ["agreement.confirm"]


def test_both_confirm_and_it_is_valid_once(two, at_once):
    with scope(two.organisation):
        for person in (two.lea, two.thomas):
            two.finish(person)
    assert at_once(lambda tandem, by: settling.confirm(tandem, by=by, revision=1)) == {None}
    with scope(two.organisation):
        assert versions.valid(two.fresh()).version == 1
        assert Message.objects.filter(kind="agreement.agreed").count() == 2


def test_both_give_way_and_do_not_swap_their_words(two, at_once):
    with scope(two.organisation):
        two.finish(two.lea, address="du")
        two.finish(two.thomas, address="sie")
    took = at_once(lambda tandem, by: settling.accept(tandem, by=by, clause="address", revision=1))
    assert took == {None, AgreementChanged}
    with scope(two.organisation):
        assert versions.pending(two.fresh()).lines


def test_both_write_notes_and_the_slower_one_is_told(two, at_once):
    took = at_once(lambda tandem, by: notes.write(tandem, by=by, text=by.name, revision=0))
    assert took == {None, NoteChanged}
