"""When our people give demos, and where."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction

from accounts.models import Membership
from website.models import VideoRoom, WorkingHours

#: From and to in minutes after midnight, by weekday (0 is Monday).
Week = Mapping[int, Sequence[tuple[int, int]]]


def of(host: Membership) -> Week:
    """Return the working hours of one of us."""
    week = defaultdict(list)
    for row in WorkingHours.objects.filter(host=host):
        week[row.weekday].append((row.starts, row.ends))
    return week


def room_of(host: Membership) -> str:
    """Return the link of the host's video room, or ""."""
    room = VideoRoom.objects.filter(host=host).first()
    return room.url if room else ""


def change(*, week: Week, room: str, by: Membership) -> None:
    """Replace one's own hours and video room. What is booked stays booked."""
    with transaction.atomic():
        Membership.objects.select_for_update(no_key=True).get(pk=by.pk)
        WorkingHours.objects.filter(host=by).delete()
        WorkingHours.objects.bulk_create(
            WorkingHours(host=by, weekday=weekday, starts=starts, ends=ends)
            for weekday, windows in week.items()
            for starts, ends in windows
        )
        VideoRoom.objects.filter(host=by).delete()
        if room:
            VideoRoom.objects.create(host=by, url=room)
