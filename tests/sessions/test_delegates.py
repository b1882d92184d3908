"""Delegates of mentees: who may have some, how many, and when their link ends."""

import pytest

from accounts import memberships, tokens
from mail.models import Message
from programs.models import Participant
from sessions import delegates
from sessions.errors import TimesError
from sessions.models import Delegate
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(pair):
    with scope(pair.organisation):
        yield


class TestAdd:
    def test_the_link_goes_to_the_delegate_and_only_its_digest_is_kept(self, pair):
        delegate = delegates.add(pair.thomas, name="Petra Kern", email="petra@weserwerk.example")
        mail = Message.objects.get()
        assert (mail.kind, mail.recipient, mail.sensitive) == ("session.delegate", delegate.email, True)
        assert f"/delegate/{delegate.token}/" in mail.text and delegate.token in mail.html
        assert delegate.digest == tokens.digest(delegate.token)
        assert delegate.token not in str(Delegate.objects.values())

    @pytest.mark.parametrize("email", ["THOMAS@weserwerk.example", " thomas@weserwerk.example"])
    def test_not_oneself(self, pair, email):
        with pytest.raises(TimesError, match="eigene Adresse"):
            delegates.add(pair.thomas, name="Thomas", email=email)

    def test_nobody_twice_and_at_most_two(self, pair):
        delegates.add(pair.thomas, name="Petra", email="petra@weserwerk.example")
        with pytest.raises(TimesError, match="schon eingetragen"):
            delegates.add(pair.thomas, name="Petra", email="Petra@Weserwerk.example")
        delegates.add(pair.thomas, name="Olaf", email="olaf@weserwerk.example")
        with pytest.raises(TimesError, match="Mehr als 2"):
            delegates.add(pair.thomas, name="Uta", email="uta@weserwerk.example")
        assert Delegate.objects.count() == 2 and Message.objects.count() == 2

    def test_one_person_may_stand_in_for_several(self, pair):
        other = factories.participant(pair.program, side="mentee").membership
        for mentee in (pair.thomas, other):
            delegates.add(mentee, name="Petra", email="petra@weserwerk.example")
        assert Delegate.objects.values("digest").distinct().count() == 2


def test_only_mentees_who_take_part_may_have_one(pair):
    assert delegates.may_have(pair.thomas) and not delegates.may_have(pair.lea)
    Participant.objects.filter(membership=pair.thomas).update(standing="left")
    assert not delegates.may_have(pair.thomas)


def test_the_links_end_with_the_mentees_access(pair, owner):
    factories.delegate(pair.thomas)
    kept = factories.delegate(factories.participant(pair.program, side="mentee").membership)
    memberships.end(pair.thomas, by=owner)
    assert list(Delegate.objects.all()) == [kept]


class TestSessions:
    def test_are_the_coming_ones_of_the_mentee_in_tandems_that_run(self, pair, clock):
        delegate = factories.delegate(pair.thomas)
        pair.session(at("01-05T10:00"), number=1, state="held")
        pair.session(at("02-11T10:30"), number=2)
        pair.session(at("02-18T10:30"), number=3, state="cancelled")
        paused = factories.tandem(pair.program, mentee=pair.tandem.mentee, state="paused")
        factories.session(paused, starts_at=at("02-19T10:30"))
        as_mentor = factories.participant(factories.program(), membership=pair.thomas, side="mentor")
        factories.session(factories.tandem(mentor=as_mentor), starts_at=at("02-20T10:30"))
        factories.session(factories.tandem(pair.program), starts_at=at("02-21T10:30"))
        assert [session.number for session in delegates.sessions(delegate)] == [2]
