"""Going live: each proposal becomes a tandem whose mentor is asked first.

HR releases a run, and can recall it as if nothing had happened: until its time comes there is neither a tandem nor a
mail. Then a worker proposes the tandems, some at a time, and keeps the place it has come to in the same transaction, so
that whoever dies or comes second repeats nothing. The run's row is the claim: release, recall and each batch hold it.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from matching import guarding, letters
from matching.errors import MatchingError
from matching.models import Proposal, Run, RunState
from matching.querysets import ProposalQuerySet
from matching.release_times import FURTHEST, RECALL, Hours
from programs import guard, own_messages, tandems
from programs.chart import Chart
from programs.errors import ProgramError
from programs.models import Group, Phase, Program, Tandem
from programs.querysets import ParticipantQuerySet
from tenancy import clock, scope
from ui import dates

logger = logging.getLogger(__name__)

#: Proposals in one transaction: short enough that nobody who answers waits for it.
BATCH = 50
#: In these states HR has published the run, and not everything has gone out yet.
ON_ITS_WAY = frozenset({RunState.RELEASED, RunState.PUBLISHING})
OPEN = frozenset({Phase.ENROLMENT, Phase.MATCHING, Phase.RUNNING})


@dataclass(slots=True)
class Published:
    """How many tandems were proposed, and for which pairs it was no longer possible (names and sentence)."""

    count: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def to_publish(run: Run) -> ProposalQuerySet:
    """Return the proposals of a run that HR has not excluded, with their people."""
    kept: ProposalQuerySet = run.proposals.with_pins().kept().with_people()
    return kept.defer("options").order_by("pk")


@transaction.atomic
def release(run: Run, *, at: datetime | None, tell_waiting: bool, by: Membership) -> Run:
    """Let a draft's tandems go out ``at`` that time, or as soon as it may be for None; return the run as it is now.

    Raises MatchingError unless it is a draft with pairs, for a time at which no mail goes out, and while another run is
    computed.
    """
    program = Program.objects.select_for_update(no_key=True, of=["self"]).select_related("organisation")
    found = program.get(pk=run.program_id)
    locked, now, hours = _locked(run), clock.now(), Hours.of(found.organisation)
    _refuse_release(locked, found)
    if at is not None:
        _refuse_time(at, now, hours)
    locked.state, locked.publish_at = RunState.RELEASED, at or hours.soonest(now)
    locked.publish_by, locked.tell_waiting = by, tell_waiting
    locked.save(update_fields=["state", "publish_at", "publish_by", "tell_waiting"])
    audit.record("matching.scheduled", by=by, about=found.name, run=locked.number)
    return locked


def _refuse_release(run: Run, program: Program) -> None:
    if run.state != RunState.DRAFT:
        raise MatchingError(_("Dieser Lauf ist schon veröffentlicht oder durch einen neueren ersetzt."))
    if program.phase not in OPEN:
        raise MatchingError(_("In diesem Programm lassen sich gerade keine Tandems veröffentlichen."))
    if Run.objects.filter(program=program, state=RunState.COMPUTING).exists():
        raise MatchingError(
            _("Gerade wird ein neuer Lauf berechnet. Warten Sie, bis er fertig ist, oder brechen Sie ihn ab.")
        )
    if not to_publish(run).exists():
        raise MatchingError(_("In diesem Lauf ist kein Paar, das veröffentlicht werden könnte."))


def _refuse_time(at: datetime, now: datetime, hours: Hours) -> None:
    if at < now + RECALL:
        raise MatchingError(_("Bitte eine Zeit wählen, die mindestens zehn Minuten in der Zukunft liegt."))
    if at > now + FURTHEST:
        raise MatchingError(_("Bitte eine Zeit in den nächsten 90 Tagen wählen."))
    if not hours.is_open(at):
        sentence = _(
            "Mails gehen an Arbeitstagen zwischen 7 und 20 Uhr hinaus. Wie wäre es mit {day}, {time} Uhr?"
        )
        better = hours.suggested(at)
        raise MatchingError(
            sentence.format(
                day=dates.words(better, zone=hours.zone), time=f"{better.hour}:{better.minute:02}"
            )
        )


@transaction.atomic
def recall(run: Run, *, by: Membership) -> None:
    """Make a released run a draft again; nobody has heard of it. Raises MatchingError once it is going out."""
    locked = _locked(run)
    if locked.state == RunState.DRAFT:
        return
    if locked.state != RunState.RELEASED:
        raise MatchingError(
            _("Die Mails sind schon unterwegs. Einzelne Vorschläge lassen sich bei den Tandems zurückziehen.")
        )
    _back_to_draft(locked)
    audit.record("matching.recalled", by=by, about=locked.program.name, run=locked.number)


def _back_to_draft(run: Run) -> None:
    run.state, run.publish_at, run.publish_by = RunState.DRAFT, None, None
    run.save(update_fields=["state", "publish_at", "publish_by"])


def publish_due(now: datetime) -> int:
    """Send out every run whose time has come, in all organisations; return how many. Needs the worker's role."""
    with scope.system():
        due = Run.objects.filter(state__in=ON_ITS_WAY, publish_at__lte=now).order_by("publish_at")
        found = list(due.values_list("organisation_id", "pk"))
    return sum(_publish_one(organisation_id, key, now) for organisation_id, key in found)


def _publish_one(organisation_id: int, key: int, now: datetime) -> bool:
    try:
        while True:
            with scope.scope(organisation_id):
                if not _next_batch(key, now):
                    return True
    except Exception:
        # Whatever it was, other houses' tandems go out, and this run gets its next try.
        logger.exception("Run %s was not sent out", key)
        return False


def _next_batch(key: int, now: datetime) -> bool:
    """Propose the next tandems of a run; return whether there may be more. Nothing while another worker is at it."""
    due = _rows().filter(pk=key, state__in=ON_ITS_WAY, publish_at__lte=now)
    run = due.select_for_update(of=["self"], skip_locked=True).first()
    if run is None or run.publish_by is None:
        return False
    if run.state == RunState.RELEASED and run.program.phase not in OPEN:
        _back_to_draft(run)  # the program was closed in the meantime
        return False
    with translation.override(run.publish_by.language):
        return _propose_some(run, Published(), by=run.publish_by)


@transaction.atomic
def publish(run: Run, *, by: Membership) -> Published:
    """Propose every tandem of a draft at once and ask the mentors. Raises MatchingError unless it is a draft.

    Somebody may have left since the run, or the chart may have changed: such a pair is refused and reported, the
    others go out. HR's way is ``release``.
    """
    locked, published = _locked(run), Published()
    if locked.state != RunState.DRAFT:
        raise MatchingError(_("Dieser Lauf ist schon veröffentlicht oder durch einen neueren ersetzt."))
    while _propose_some(locked, published, by=by):
        pass
    return published


def _locked(run: Run) -> Run:
    return _rows().select_for_update(of=["self"]).get(pk=run.pk)


def _rows() -> "QuerySet[Run]":
    related = Run.objects.select_related("program__organisation", "program__contact", "publish_by")
    return related.defer("inputs", "report")


def _propose_some(run: Run, published: Published, *, by: Membership) -> bool:
    """Propose the next proposals of a run whose row is held, and keep the place; return whether there are more."""
    some = list(to_publish(run).filter(pk__gt=run.published_to)[:BATCH])
    house = guard.chart_of_house()
    for proposal in some:
        try:
            _propose(run.program, proposal, house, by)
        except ProgramError as error:
            published.refused.append((proposal.names, str(error)))
            run.refused.append(proposal.pk)
        else:
            published.count += 1
        run.published_to = proposal.pk
    run.state = RunState.PUBLISHING
    if len(some) < BATCH:
        _finish(run, by)
    run.save(update_fields=["state", "published_at", "published_to", "refused"])
    return run.state == RunState.PUBLISHING


def _propose(program: Program, proposal: Proposal, house: Chart[str], by: Membership) -> None:
    found = guarding.objection(program, proposal.mentor, proposal.mentee, house)
    if found:
        raise ProgramError(found)
    facts = [line["fact"] for line in proposal.detail["lines"] if line["points"] > 0]
    tandems.propose(program, mentor=proposal.mentor, mentee=proposal.mentee, reasons=facts, by=by)


def _finish(run: Run, by: Membership) -> None:
    run.state, run.published_at = RunState.PUBLISHED, clock.now()
    if run.tell_waiting:
        for participant in waiting(run.program).for_letters():
            letters.waiting(run, participant)
    count = to_publish(run).count() - len(run.refused)
    audit.record("matching.published", by=by, about=run.program.name, run=run.number, count=count)


def waiting(program: Program) -> ParticipantQuerySet:
    """Return who is told that they have no tandem yet: who is ready, runs in none and has not been asked themselves.

    A mentee whose mentor is being asked is among them: the mail must not tell them so by staying away.
    """
    mine = Q(mentor=OuterRef("pk")) | Q(mentee=OuterRef("pk"), mentor_accepted_at__isnull=False)
    asked = Tandem.objects.filter(mine).open()
    people = own_messages.members(program, Group.WITHOUT).filter(quiet=False, membership__is_active=True)
    return people.exclude(Exists(asked))


def on_its_way(program: Program) -> Run | None:
    """Return the run that HR has published and that has not gone out completely."""
    return _rows().filter(program=program, state__in=ON_ITS_WAY).first()


def refused_lately(program: Program) -> list[Proposal]:
    """Return the pairs of the newest published run that were no longer possible when it went out."""
    run = _rows().filter(program=program, state=RunState.PUBLISHED).order_by("-number").first()
    return list(run.proposals.filter(pk__in=run.refused).with_people()) if run and run.refused else []
