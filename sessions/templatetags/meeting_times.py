"""The parts of "Meine Zeiten" that stand below the week."""

from datetime import datetime
from itertools import islice
from typing import Any

from django import template
from django.utils.translation import gettext as _

from accounts import states
from accounts.models import Membership
from sessions import delegates
from sessions.calendars import feed_out, feed_states
from sessions.forms import times as time_forms
from sessions.models import Feed, MeetingRules
from sessions.times import absences
from tenancy import clock
from ui import dates

register = template.Library()

SHOWN_HOLIDAYS = 3


@register.inclusion_tag("sessions/_my_times.html", takes_context=True)
def meeting_times(context: dict[str, Any], membership: Membership) -> dict[str, Any]:
    """Show absences, rules with the next holidays, calendars to read, and the person's own to subscribe to."""
    rules = absences.rules([membership])[membership.pk]
    known = Feed.objects.filter(person=membership).select_related("person")
    return {
        "csrf_token": context.get("csrf_token"),
        "organisation": membership.organisation,
        "absences": [(row, absences.in_words(row)) for row in absences.of([membership], since=clock.now())],
        "rules": _facts(rules),
        "state": dict(states.CHOICES)[rules.state or membership.organisation.state],
        "holidays": _coming(membership, rules),
        "feeds": [(feed, feed_states.of(feed)) for feed in known],
        "own": _own_calendar(membership),
    }


@register.inclusion_tag("sessions/_delegates.html", takes_context=True)
def delegate_list(context: dict[str, Any], membership: Membership) -> dict[str, Any]:
    """Show who may move a mentee's dates; nothing for anybody else."""
    may_have = delegates.may_have(membership)
    known = list(membership.delegates.all()) if may_have else []
    return {
        "csrf_token": context.get("csrf_token"),
        "organisation": membership.organisation,
        "may_have": may_have,
        "delegates": [(row, _day(row.last_used_at, membership)) for row in known],
        "is_full": len(known) >= delegates.MOST,
    }


def _day(moment: datetime | None, membership: Membership) -> str:
    return dates.words(moment, "day_year", membership.zone) if moment else ""


def _own_calendar(membership: Membership) -> dict[str, Any] | None:
    """Return the address to subscribe to, in both its spellings, and when it was last fetched; None when it is off."""
    link = feed_out.of(membership)
    if link is None:
        return None
    address = feed_out.address(link)
    return {
        "address": address,
        "webcal": f"webcal://{address.partition('://')[2]}",
        "used_on": link.used_on,
    }


def _facts(rules: MeetingRules) -> dict[str, str]:
    return {
        "notice": time_forms.notice_in_words(rules.notice),
        "before": time_forms.minutes_in_words(rules.before),
        "after": time_forms.minutes_in_words(rules.after),
        "per_day": time_forms.per_day_in_words(rules.per_day),
        "room": rules.room or _("keiner"),
    }


def _coming(membership: Membership, rules: MeetingRules) -> list[tuple[Any, str]]:
    """Return the next holidays with their names."""
    today = clock.now().astimezone(membership.tzinfo).date()
    years = (today.year, today.year + 1)
    found = absences.holidays_of([membership], years, {membership.pk: rules})[membership.pk]
    return list(islice(((day, name) for day, name in sorted(found.items()) if day >= today), SHOWN_HOLIDAYS))
