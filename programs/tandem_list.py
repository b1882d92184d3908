"""HR's list of tandems: what to show of it, in which order, and what needs HR. As quick for 20,000 as for 200.

All of it comes from what HR may know: the public state, days that were fixed when a proposal went out, requests for
help and what the guard found. Nothing here tells a no from silence, or names a silent tandem.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from programs import help_requests, tandems, turns
from programs.models import ASKED, GuardFinding, HelpRequest, Program, Side, Tandem
from programs.people_list import MOST_WORDS, PAGE, Counted
from programs.querysets import TandemQuerySet
from tenancy import clock

#: A proposal that stands so shortly before its end waits long. Which of the two has answered plays no part.
LONG_BEFORE_END = timedelta(days=3)
NEEDS_ME = "needs_me"
#: What HR filters by.
STATUSES = {NEEDS_ME: gettext_lazy("braucht mich"), **turns.PUBLIC_NAMES}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What HR wants to see of the list; "" is no wish.

    ``status`` is one of STATUSES, ``words`` parts of either name, ``sort`` "name" (the mentor's) or "new".
    """

    status: str = ""
    words: str = ""
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class Row:
    """A tandem with the last day to answer while it is asked, and why it needs HR."""

    tandem: Tandem
    answer_until: date
    asks_help: bool
    breaks_rules: bool
    waits_long: bool


def counts(program: Program, wanted: Wanted, *, by: Membership) -> dict[str, int]:
    """Return the number of tandems per status and of "" (all) that are wanted apart from their status, in one query."""
    rows = _named(program.tandems.all(), wanted.words).order_by()
    numbers = {name: Count("pk", filter=_at(name, by)) for name in STATUSES}
    found = rows.aggregate(everything=Count("pk"), **numbers)
    return {"": found.pop("everything"), **found}


def page(program: Program, wanted: Wanted, *, by: Membership, count: int, number: str | None) -> Page:
    """Return a page of Rows; ``count`` is the number of all wanted. What is no number of a page is the nearest one."""
    rows = _named(program.tandems.all(), wanted.words)
    if wanted.status:
        rows = rows.filter(_at(wanted.status, by))
    order = ("-created_at", "pk") if wanted.sort == "new" else ("mentor__membership__name_order", "pk")
    # Only keys are put in order: the rest is read for one page of tandems.
    shown = Counted(rows.order_by(*order).values_list("pk", flat=True), PAGE, count).get_page(number)
    keys = list(shown.object_list)
    found = program.tandems.with_people().in_bulk(keys)
    for tandem in found.values():
        tandem.organisation = program.organisation  # all of one house, which is not to be read row by row
    shown.object_list = _rows([found[key] for key in keys if key in found], by)
    return shown


def _rows(shown: list[Tandem], by: Membership) -> list[Row]:
    now = clock.now()
    asking = help_requests.waiting_in(shown, by=by)
    findings = GuardFinding.objects.filter(tandem__in=shown, kept_at=None)
    broken = set(findings.values_list("tandem", flat=True))
    return [
        Row(
            tandem,
            tandems.last_day(tandem, Side.MENTEE),
            asks_help=tandem.pk in asking,
            breaks_rules=tandem.pk in broken and tandem.public_state not in turns.OVER,
            waits_long=tandem.public_state == "asked"
            and tandem.withdrawn_at is None
            and tandem.answer_until <= now + LONG_BEFORE_END,
        )
        for tandem in shown
    ]


def _named(rows: TandemQuerySet, words: str) -> TandemQuerySet:
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(mentor__membership__name__icontains=word) | Q(mentee__membership__name__icontains=word)
        )
    return rows


def _at(status: str, by: Membership) -> Q:
    return _needs(by) if status == NEEDS_ME else turns.in_state(status)


def _needs(by: Membership) -> Q:
    """Return what picks the tandems that wait for HR: help, a decision about the rules, a proposal near its end."""
    mine = Q(tandem__mentor__membership=by) | Q(tandem__mentee__membership=by)
    asked = HelpRequest.objects.filter(answered_at=None).exclude(mine).order_by()
    broken = GuardFinding.objects.filter(kept_at=None)
    waiting = Q(state__in=ASKED, withdrawn_at=None, answer_until__lte=clock.now() + LONG_BEFORE_END)
    return (
        Q(pk__in=asked.values("tandem"))
        | (Q(pk__in=broken.values("tandem")) & ~Q(state__in=turns.OVER))
        | waiting
    )
