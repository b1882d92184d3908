"""Calendars that people let us read, for nothing but when they are busy.

The sweep claims what is due by a lease of the database's clock, fetches outside of any transaction, and writes the
outcome only if the calendar is still wanted. A failure leaves the last good copy in force. Neither an address nor what
a calendar says is ever logged.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Standing
from sessions import tasks
from sessions.calendars.calendar_files import Reading, Unreadable, read_apart
from sessions.calendars.fetching import NO_COPY, Client, Fetched, FetchError, Validators
from sessions.errors import TimesError
from sessions.models import Busy, Feed
from tenancy import clock
from tenancy.scope import scope, system
from tenancy.sealing import SealError

logger = logging.getLogger(__name__)

MOST = 10
BATCH = 10
LEASE = timedelta(minutes=5)
REFRESH = timedelta(minutes=30)
#: Pauses after failures in a row; the last one goes on.
PAUSES = [timedelta(minutes=m) for m in (5, 15, 60, 180, 720, 1440)]
#: So far is read when no program says when it ends, and never farther than the limit.
WITHOUT_PROGRAM, LIMIT = timedelta(weeks=17), timedelta(days=400)


@dataclass(frozen=True, slots=True)
class _Job:
    """What the sweep takes along out of the database. It is never shown or logged."""

    feed: int
    url: str
    known: Validators
    zone: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class _Outcome:
    """``reading`` is None where the copy we have is still right, or where there is a ``problem``.

    ``pause`` is the least that the server asks us to wait.
    """

    problem: str = ""
    pause: timedelta = timedelta()
    reading: Reading | None = None
    validators: Validators = NO_COPY


Read = Callable[[bytes, str, datetime, datetime], Reading]


def add(person: Membership, url: str) -> Feed:
    """Keep the address of a calendar and ask a worker to read it. Raises TimesError."""
    now = clock.now()
    with transaction.atomic():
        Membership.objects.select_for_update(no_key=True).get(pk=person.pk)
        known = list(Feed.objects.filter(person=person))
        if url in {feed.text for feed in known}:
            raise TimesError(_("Dieser Kalender ist schon verbunden."))
        if len(known) >= MOST:
            raise TimesError(_("Mehr als {count} Kalender lassen sich nicht verbinden.").format(count=MOST))
        feed = Feed(person=person, added_at=now, due_at=now)
        feed.text = url
        feed.save()
        transaction.on_commit(tasks.ring_feeds)
    return feed


def remove(feed: Feed) -> None:
    """Forget a calendar: the address and everything that came from it."""
    feed.delete()


def ask(feed: Feed) -> None:
    """Read a calendar as soon as possible."""
    Feed.objects.filter(pk=feed.pk).update(due_at=clock.now())
    transaction.on_commit(tasks.ring_feeds)


def refresh_due(now: datetime, *, client: Client | None = None, read: Read = read_apart) -> int:
    """Read all calendars that are due at ``now``, in all organisations; return how many. Needs the worker's role."""
    client, count = client or Client(), 0
    _forget_leavers()
    while claimed := _claim(now):
        for feed, organisation in claimed:
            try:
                count += _refresh(feed, organisation, now, client, read)
            except Exception as error:
                # Without a traceback: it could hold the address. The lease lets somebody try again.
                logger.error("Calendar %s could not be read: %s", feed, type(error).__name__)  # noqa: TRY400
    return count


def _refresh(feed: int, organisation: int, now: datetime, client: Client, read: Read) -> int:
    with scope(organisation):
        job = _job(feed, now)
    if job is None:
        return 0
    outcome = _fetched(job, client, read)
    with scope(organisation):
        _note(job, outcome, now)
    return 1


def _forget_leavers() -> None:
    with system():
        Feed.objects.filter(person__is_active=False).delete()


def _claim(now: datetime) -> list[tuple[int, int]]:
    """Take what is due for a while; return the keys of the calendars and of their organisations."""
    with system():
        due = Feed.objects.filter(Q(lease_until=None) | Q(lease_until__lt=Now()), due_at__lte=now)
        rows = due.order_by("due_at", "id").select_for_update(skip_locked=True)
        keys = list(rows.values_list("pk", "organisation_id")[:BATCH])
        Feed.objects.filter(pk__in=[feed for feed, _organisation in keys]).update(lease_until=Now() + LEASE)
        return keys


def _job(key: int, now: datetime) -> _Job | None:
    feed = Feed.objects.select_related("person").filter(pk=key).first()
    if feed is None:
        return None
    until = horizon(feed.person, now)
    is_enough = feed.zone == feed.person.zone and feed.covers_until and feed.covers_until >= until
    known = Validators(feed.etag, feed.last_modified) if is_enough else NO_COPY
    try:
        url = feed.text
    except SealError:
        url = ""
    return _Job(feed.pk, url, known, feed.person.zone, now, until)


def horizon(person: Membership, now: datetime) -> datetime:
    """Return until when it is worth knowing when somebody is busy: the end of their last program."""
    own = person.participations.filter(standing__in=[Standing.JOINED, Standing.PAUSED]).select_related(
        "program"
    )
    ends = [row.program.ends_on for row in own if row.program.ends_on and row.program.ends_on > now.date()]
    last = min(max(ends, default=_first(now + WITHOUT_PROGRAM)), _first(now + LIMIT))
    midnight = datetime(last.year, last.month, last.day, tzinfo=ZoneInfo(person.zone))
    return (midnight + timedelta(days=1)).astimezone(UTC)


def _first(instant: datetime) -> date:
    """Return the first of the month, so that an end moves seldom: each move asks for the whole calendar again."""
    return instant.date().replace(day=1)


def _fetched(job: _Job, client: Client, read: Read) -> _Outcome:
    try:
        found: Fetched = client.fetch(job.url, job.known)
        if found.body is None:
            return _Outcome(validators=job.known)
        return _Outcome(reading=read(found.body, job.zone, job.since, job.until), validators=found.validators)
    except (FetchError, Unreadable) as error:
        logger.info("Calendar %s could not be read: %s", job.feed, error.problem)
        pause = timedelta(seconds=error.pause) if isinstance(error, FetchError) else timedelta()
        return _Outcome(problem=error.problem, pause=pause)


def _note(job: _Job, outcome: _Outcome, now: datetime) -> None:
    """Write how it went. A calendar that was removed meanwhile stays removed."""
    feed = Feed.objects.select_for_update(of=("self",), no_key=True).filter(pk=job.feed).first()
    if feed is None:
        return
    feed.lease_until, feed.checked_at, feed.problem = None, now, outcome.problem
    if outcome.problem:
        feed.due_at = now + max(outcome.pause, PAUSES[min(feed.failures, len(PAUSES) - 1)])
        feed.failures += 1
    else:
        feed.due_at, feed.failures, feed.copied_at = now + REFRESH, 0, now
        feed.etag, feed.last_modified = _fitting(outcome.validators)
    if outcome.reading:
        feed.covers_until, feed.zone, feed.is_partial = job.until, job.zone, outcome.reading.is_partial
        _replace(feed, outcome.reading)
    feed.busy.filter(ends_at__lte=now).delete()
    feed.save()


def _replace(feed: Feed, reading: Reading) -> None:
    feed.busy.all().delete()
    Busy.objects.bulk_create(
        Busy(person_id=feed.person_id, feed=feed, during=span, starts_at=span[0], ends_at=span[1])
        for span in reading.busy
    )


def _fitting(validators: Validators) -> tuple[str, str]:
    """Return what has room in the database: half of a mark would never match."""
    room = (Feed._meta.get_field("etag").max_length, Feed._meta.get_field("last_modified").max_length)
    pairs: Iterable[tuple[str, int | None]] = zip(
        (validators.etag, validators.last_modified), room, strict=True
    )
    etag, last_modified = (text if len(text) <= (most or 0) else "" for text, most in pairs)
    return etag, last_modified
