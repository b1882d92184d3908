from datetime import timedelta

import pytest

from sessions import booking, keys
from sessions.errors import BookingError, KeyReused
from sessions.keys import Done
from sessions.models import BookingKey, Session
from tenancy.scope import scope
from tests import factories
from tests.roles import as_role
from tests.sessions.conftest import NOW, at
from tests.sessions.together import together

THURSDAY = at("02-11T10:30")
DONE = Done("/da/geht/es/weiter/", "Verabredet.")


class Work:
    """Something to do once, that counts how often it was done."""

    def __init__(self, answer=DONE) -> None:
        self.answer, self.times = answer, 0

    def __call__(self):
        self.times += 1
        return self.answer


def send(pair, work, *, key="eins", digest="a", by=None):
    return keys.once(by=by or pair.lea, key=key, digest=digest, write=work)


@pytest.mark.django_db
@pytest.mark.usefixtures("inside")
class TestOnce:
    def test_the_same_key_does_the_work_once_and_answers_the_same(self, pair):
        work = Work()
        assert [send(pair, work) for _ in range(3)] == [DONE] * 3 and work.times == 1

    def test_another_key_is_other_work(self, pair):
        work = Work()
        send(pair, work), send(pair, work, key="zwei")
        assert work.times == 2

    def test_other_values_under_the_same_key_are_refused(self, pair):
        work = Work()
        send(pair, work)
        with pytest.raises(KeyReused, match="mit anderen Angaben"):
            send(pair, work, digest="b")
        assert work.times == 1

    def test_each_person_has_keys_of_their_own(self, pair):
        work = Work()
        send(pair, work), send(pair, work, by=pair.thomas, digest="b")
        assert work.times == 2

    def test_without_a_key_nothing_is_remembered(self, pair):
        work = Work()
        send(pair, work, key=""), send(pair, work, key="")
        assert work.times == 2 and not BookingKey.objects.exists()

    def test_a_refusal_does_not_use_the_key_up(self, pair):
        assert send(pair, Work("leider vergeben")) == "leider vergeben" and not BookingKey.objects.exists()
        assert send(pair, Work(), digest="b") == DONE

    def test_an_exception_does_not_use_the_key_up(self, pair):
        def fail():
            raise BookingError("So nicht.")

        with pytest.raises(BookingError, match="So nicht"):
            send(pair, fail)
        assert send(pair, Work()) == DONE

    @pytest.mark.parametrize("key", ["x" * 5000, "Schlüssel \x00 ✓", " "])
    def test_any_text_is_a_key(self, pair, key):
        work = Work()
        send(pair, work, key=key), send(pair, work, key=key)
        assert work.times == 1

    def test_neither_key_nor_values_can_be_read_from_the_row(self, pair):
        send(pair, Work(), digest=keys.digest("/book/", [("note", ["geheim"]), ("key", ["eins"])]))
        row = BookingKey.objects.values_list("key", "digest").get()
        assert all(len(text) == 64 and "eins" not in text and "geheim" not in text for text in row)


class TestDigest:
    def test_counts_the_address_and_what_is_said_not_its_order_nor_the_keys(self):
        said = [("slot", ["10:30"]), ("place", ["A3"])]
        tokens = [("key", ["x"]), ("csrfmiddlewaretoken", ["y"])]
        assert keys.digest("/a/", said) == keys.digest("/a/", [*tokens, *reversed(said)])
        assert keys.digest("/a/", said) != keys.digest("/b/", said)
        assert keys.digest("/a/", said) != keys.digest("/a/", [("slot", ["11:00"]), ("place", ["A3"])])
        assert keys.digest("/a/", [("x", ["a", "b"])]) != keys.digest("/a/", [("x", ["ab"])])


@pytest.mark.django_db(transaction=True)
class TestForget:
    def test_keys_are_kept_for_a_day_in_every_organisation(self, pair, other_organisation, clock):
        with scope(pair.organisation):
            send(pair, Work(), key="alt")
        with scope(other_organisation):
            keys.once(by=factories.membership(), key="fremd", digest="", write=Work())
        clock.forward(hours=23)
        with scope(pair.organisation):
            send(pair, Work(), key="neu")
        clock.now = NOW + timedelta(hours=24)
        with as_role("worker"):
            keys.forget(clock.now)
        with scope(pair.organisation):
            assert [row.at for row in BookingKey.objects.all()] == [NOW + timedelta(hours=23)]
        with scope(other_organisation):
            assert not BookingKey.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestConnections:
    def test_of_fifty_at_once_one_books_and_all_hear_the_same(self, pair):
        """The 49 wait for the one at the unique index, not for a turn in Python."""

        def send_it():
            with scope(pair.organisation):
                return send(pair, book)

        def book():
            session = booking.book(pair.tandem, starts_at=THURSDAY, by=pair.lea)
            return Done(f"/sessions/{session.number}/", "Verabredet.")

        assert together(*[send_it] * 50) == [Done("/sessions/1/", "Verabredet.")] * 50
        with scope(pair.organisation):
            assert Session.objects.count() == BookingKey.objects.count() == 1

    def test_when_the_first_is_refused_the_next_one_tries_itself(self, pair):
        answers = iter(["vergeben", DONE, DONE])

        def send_it():
            with scope(pair.organisation):
                return send(pair, lambda: next(answers))

        results = together(send_it, send_it, send_it)
        assert sorted(map(str, results)) == sorted(map(str, ["vergeben", DONE, DONE]))
        with scope(pair.organisation):
            assert BookingKey.objects.get().location == DONE.location
