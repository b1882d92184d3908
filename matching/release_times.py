"""When published tandems may go out: on working days of the house, outside its quiet hours. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Organisation
from programs import workdays

#: How long HR can call everything back, at least.
RECALL = timedelta(minutes=10)
#: Longer ahead is a slip of the pen: by then people and times are others.
FURTHEST = timedelta(days=90)
QUIET_FROM, QUIET_UNTIL = time(20), time(7)
MORNING, SUGGESTED = time(8), time(9)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """A house's zone, and the federal state whose holidays are no working days."""

    zone: ZoneInfo
    state: str

    @classmethod
    def of(cls, house: Organisation) -> "Hours":
        return cls(ZoneInfo(house.zone), house.state)

    def is_open(self, moment: datetime) -> bool:
        """Return whether mails may go out then."""
        local = moment.astimezone(self.zone)
        return workdays.is_workday(local.date(), self.state) and QUIET_UNTIL <= local.time() < QUIET_FROM

    def soonest(self, now: datetime) -> datetime:
        """Return the first full minute after the time to call back, or else the next working morning."""
        wanted = _full_minute(now.astimezone(self.zone) + RECALL)
        if self.is_open(wanted):
            return wanted
        if wanted.time() < QUIET_UNTIL and workdays.is_workday(wanted.date(), self.state):
            return datetime.combine(wanted.date(), MORNING, tzinfo=self.zone)
        return datetime.combine(workdays.after(wanted.date(), 1, self.state), MORNING, tzinfo=self.zone)

    def suggested(self, now: datetime) -> datetime:
        """Return nine o'clock of the next working day, for who wants another time than the soonest."""
        day = workdays.after(now.astimezone(self.zone).date(), 1, self.state)
        return datetime.combine(day, SUGGESTED, tzinfo=self.zone)


def _full_minute(moment: datetime) -> datetime:
    cut = moment.replace(second=0, microsecond=0)
    return cut if cut == moment else cut + MINUTE
