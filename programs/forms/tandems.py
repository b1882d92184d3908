"""HR's filter over tandems."""

from programs.forms.participants import CountedFilter
from programs.turns import PUBLIC_NAMES


class StateFilter(CountedFilter):
    """The public state to show."""

    names = PUBLIC_NAMES
