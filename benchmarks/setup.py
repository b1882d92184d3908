"""What setting a house up asks of its new owner, in German and in English. `python -m benchmarks.setup`

Starts a throw-away demo and goes from the invitation to an opened program with the real roster, as
`tests/test_journey.py` does. Prints for each page clicks, keys, words to read, the seconds that the model of
`tests/journey/clock.py` gives a person, and those that the machine took to answer.
"""

import sys
from collections.abc import Sequence
from typing import Any

import pytest

if __name__ != "__main__":  # the settings are there only once pytest has begun
    from tests.conftest import browser_context_args, browser_type_launch_args  # noqa: F401 - fixtures
    from tests.journey.watch import Visit
    from tests.stack import stack  # noqa: F401 - fixture

ROW = "{:<36} {:>7} {:>5} {:>6} {:>6} {:>8} {:>8}"


def main() -> int:
    """Run as a test, which brings the demo and the browser with it."""
    return pytest.main([__file__, "-q", "-s", "-n", "0", "-p", "no:cacheprovider"])


def test_setup(stack, browser, browser_context_args):  # type: ignore[no-untyped-def]
    from tests.journey import setting_up
    from tests.journey.story import HAFENWERK, HARBOUR, Story

    for house, locale in ((HAFENWERK, "de-DE"), (HARBOUR, "en-GB")):
        story = Story(stack, browser, browser_context_args | {"locale": locale}, house)
        setting_up.staff_creates_an_organisation_and_invites_its_owner(story)
        setting_up.from_the_mail_to_an_opened_program(story)
        show(setting_up.what_it_took(story))
        story.close()


def show(visits: "Sequence[Visit]") -> None:
    from tests.journey import clock

    row("page", "clicks", "keys", "read", "shown", "person s", "server s")
    for visit in visits:
        spent = clock.seconds(visit) if visit is not visits[-1] else 0.0
        clicks = visit.clicks + visit.fields + visit.files * clock.CLICKS_A_FILE
        row(visit.page, clicks, visit.keys, visit.read, visit.shown, f"{spent:.1f}", f"{visit.answered:.2f}")
    answered, shown = sum(visit.answered for visit in visits), sum(visit.shown for visit in visits)
    row("together", "", "", "", shown, f"{clock.total(visits):.1f}", f"{answered:.2f}")
    print(
        f"Each word of all pages, tables and prefilled fields too, takes {clock.reading(shown):.0f} s to read."
    )


def row(*cells: Any) -> None:
    print(ROW.format(*cells))


if __name__ == "__main__":
    sys.exit(main())
