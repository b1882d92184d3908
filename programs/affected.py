"""Whom a change of rules affects, in one sentence with counts, said before it is saved. "" while it affects nobody."""

from django.utils.translation import ngettext

from programs.models import Program


def by_frame(program: Program) -> str:
    """Return whom another frame affects: its numbers hold for what the tandems have not arranged yet."""
    pairs = list(program.tandems.open().values_list("mentor", "mentee"))
    if not pairs:
        return ""
    people = len({key for pair in pairs for key in pair})
    sentence = ngettext(
        "Betrifft {number} bestehendes Tandem mit {people} Personen. Verabredete Termine bleiben, wie sie sind.",
        "Betrifft {number} bestehende Tandems mit {people} Personen. Verabredete Termine bleiben, wie sie sind.",
        len(pairs),
    )
    return sentence.format(number=len(pairs), people=people)


def by_matching(program: Program) -> str:
    """Return whom other rules of matching affect: who is in no tandem yet; the tandems stay."""
    tandems = program.tandems.open().count()
    if not tandems:
        return ""
    sentence = ngettext(
        "{number} bestehendes Tandem bleibt, wie es ist.",
        "{number} bestehende Tandems bleiben, wie sie sind.",
        tandems,
    )
    return sentence.format(number=tandems)


def by_goal(program: Program) -> str:
    """Return whom another goal affects: who said yes to a program with the old one."""
    people = program.participants.joined().count()
    if not people:
        return ""
    sentence = ngettext(
        "{number} Person macht schon mit und kennt das bisherige Ziel.",
        "{number} Personen machen schon mit und kennen das bisherige Ziel.",
        people,
    )
    return sentence.format(number=people)
