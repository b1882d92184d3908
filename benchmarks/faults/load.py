"""People who book, move and cancel in their browsers, and remember what they were told. Imported after Django."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from urllib.parse import urlencode

from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.urls import reverse

from benchmarks.faults.world import FROM, TO, Couple
from tenancy import clock

PATIENCE = 40.0
MOST = 6
#: Days ahead of what is booked: so far that no session begins during a run.
NEAR, FAR = 6, 40
SIGNED_OUT = 401
BOOKED, CANCELLED = "booked", "cancelled"

Content = tuple[datetime, str]


@dataclass
class Known:
    """A session as its people know it: by the words of its note.

    `content` is what the last answer said; a wish that was not answered may have come true: `perhaps`.
    """

    words: str
    number: int
    content: Content
    revision: int = 0
    perhaps: list[Content] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.content[1] == BOOKED and not self.perhaps


@dataclass(frozen=True)
class Wish:
    """The form of a booking; sent again, it carries the same key, so that it is carried out once."""

    couple: Couple
    words: str
    start: datetime
    cookie: str

    @property
    def fields(self) -> dict[str, str]:
        return {
            "slot": _slot(self.start),
            "form": "onsite",
            "place": self.words,
            "note": self.words,
            "key": self.words,
        }


@dataclass(frozen=True)
class Answer:
    """`status` is 0 without an answer."""

    at: float
    status: int
    location: str = ""


class Crowd:
    """Threads that share the couples; a couple acts in one thread alone."""

    def __init__(self, port: int, couples: list[Couple], *, threads: int, seed: int, rate: float) -> None:
        self.ended = threading.Event()
        self.actors = [
            Actor(port, couples[number::threads], Random(f"{seed}-{number}"), self.ended, threads / rate)
            for number in range(threads)
        ]

    def start(self) -> None:
        for actor in self.actors:
            actor.start()

    def stop(self) -> None:
        self.ended.set()
        for actor in self.actors:
            actor.join()

    @property
    def known(self) -> dict[int, list[Known]]:
        """What each tandem's people were told, by the tandem's key."""
        return {key: known for actor in self.actors for key, known in actor.known.items()}

    @property
    def unanswered(self) -> dict[int, dict[str, Content]]:
        """Bookings without an answer, by tandem and words."""
        return {key: wishes for actor in self.actors for key, wishes in actor.unanswered.items()}

    @property
    def answers(self) -> list[Answer]:
        return [answer for actor in self.actors for answer in actor.answers]

    @property
    def done(self) -> Counter[str]:
        return sum((actor.done for actor in self.actors), Counter())


class Actor(threading.Thread):
    """Acts for some couples, one wish after the other; a wish every `pause` seconds at most."""

    def __init__(
        self, port: int, couples: list[Couple], random: Random, ended: threading.Event, pause: float
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.couples, self.random, self.ended, self.pause = port, couples, random, ended, pause
        self.known: dict[int, list[Known]] = {couple.tandem.pk: [] for couple in couples}
        self.unanswered: dict[int, dict[str, Content]] = {couple.tandem.pk: {} for couple in couples}
        self.answers: list[Answer] = []
        self.done: Counter[str] = Counter()
        self.again: list[Wish] = []
        self.numbers = count(1)
        request = RequestFactory().get("/")
        self.token = get_token(request)
        self.csrf = request.META["CSRF_COOKIE"]

    def run(self) -> None:
        while not self.ended.is_set():
            began = time.monotonic()
            if self.again:
                self._send(self.again.pop(0), "booked when asked again")
            else:
                self._act(self.random.choice(self.couples))
            self.ended.wait(max(0.0, self.pause - (time.monotonic() - began)))

    def _act(self, couple: Couple) -> None:
        known = [session for session in self.known[couple.tandem.pk] if session.is_open]
        wishes: list[Callable[[], None]] = []
        if len(known) < MOST:
            wishes.append(lambda: self._book(couple))
        if known:
            session = self.random.choice(known)
            wishes += [lambda: self._move(couple, session), lambda: self._move(couple, session)]
            wishes.append(lambda: self._cancel(couple, session))
        if wishes:
            self.random.choice(wishes)()

    def _book(self, couple: Couple) -> None:
        words = f"Vorhaben {couple.tandem.pk}-{next(self.numbers)}"
        self._send(Wish(couple, words, self._time(), self.random.choice(couple.cookies)), "booked")

    def _send(self, wish: Wish, what: str) -> None:
        """Book; a wish without an answer is sent again until there is one, as phones do."""
        key, content = wish.couple.tandem.pk, (wish.start, BOOKED)
        answer = self._post(_address("session_book", wish.couple), wish.fields, wish.cookie)
        if answer.status == 302:
            number = int(answer.location.rstrip("/").rpartition("/")[2])
            self.known[key].append(Known(wish.words, number, content))
            self.unanswered[key].pop(wish.words, None)
            self.done[what] += 1
        elif _is_unclear(answer):
            self.unanswered[key][wish.words] = content
            self.again.append(wish)

    def _move(self, couple: Couple, session: Known) -> None:
        start = self._time()
        fields = {"slot": _slot(start), "revision": str(session.revision)}
        address = _address("session_move", couple, session.number)
        answer = self._post(address, fields, self.random.choice(couple.cookies))
        self._learn(session, answer, (start, BOOKED), "moved")

    def _cancel(self, couple: Couple, session: Known) -> None:
        fields = {"revision": str(session.revision), "then": "drop"}
        address = _address("session_cancel", couple, session.number)
        answer = self._post(address, fields, self.random.choice(couple.cookies))
        self._learn(session, answer, (session.content[0], CANCELLED), "cancelled")

    def _learn(self, session: Known, answer: Answer, wish: Content, what: str) -> None:
        if answer.status == 302:
            session.content = wish
            session.revision += 1
            self.done[what] += 1
        elif _is_unclear(answer):
            session.perhaps.append(wish)

    def _time(self) -> datetime:
        """A quarter of an hour some weeks ahead."""
        day = clock.now().date() + timedelta(days=self.random.randint(NEAR, FAR))
        minute = self.random.randrange(FROM + 120, TO - 180, 15)
        return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)

    def _post(self, address: str, fields: dict[str, str], cookie: str) -> Answer:
        answer = self._answer(address, fields, cookie)
        self.answers.append(answer)
        return answer

    def _answer(self, address: str, fields: dict[str, str], cookie: str) -> Answer:
        headers = {
            "Cookie": f"sessionid={cookie}; csrftoken={self.csrf}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode(fields | {"csrfmiddlewaretoken": self.token})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST", address, body, headers)
            response = connection.getresponse()
            response.read()
            location = response.headers.get("Location", "")
            status = SIGNED_OUT if "/login/" in location else response.status
            return Answer(time.monotonic(), status, location)
        except (OSError, http.client.HTTPException):
            return Answer(time.monotonic(), 0)
        finally:
            connection.close()


def _is_unclear(answer: Answer) -> bool:
    return answer.status == 0 or answer.status >= 500


def _slot(start: datetime) -> str:
    return start.strftime("%Y-%m-%dT%H:%MZ")


def _address(name: str, couple: Couple, *number: int) -> str:
    return reverse(f"sessions:{name}", args=["weserwerk", couple.tandem.public_id, *number])
