"""What a run does or what became of it, in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import Run, RunState
from programs.models import Participant, Side

#: What a worker does one after the other, and where the bar stands when it begins with that.
PHASES = {
    "": (0, gettext_lazy("Wartet auf einen freien Rechenplatz")),
    "reading": (3, gettext_lazy("Liest die Angaben")),
    "looking": (6, gettext_lazy("Sucht die meisten Tandems und das beste schwächste")),
    "solving": (35, gettext_lazy("Sucht die höchste Passung über alle Tandems")),
    "explaining": (70, gettext_lazy("Schreibt die Gründe zu jedem Tandem auf")),
    "proving": (80, gettext_lazy("Prüft das Ergebnis gegen alle möglichen Paare")),
    "comparing": (90, gettext_lazy("Sucht zu jedem Tandem die besten Alternativen")),
}
LAST = 98
#: About so often all pairs are looked at.
PASSES = 4
FAILURES = {
    "lock_forbidden": gettext_lazy(
        "Ein fixiertes Paar ist nach den Regeln nicht mehr möglich. Bitte lösen Sie die Fixierung."
    ),
    "contradiction": gettext_lazy("Die Angaben dieses Laufs widersprechen sich."),
    "given_up": gettext_lazy(
        "Die Berechnung ist dreimal abgebrochen. Bitte starten Sie sie noch einmal; bleibt es dabei, schreiben Sie uns."
    ),
}


def phase(run: Run) -> str:
    """Return what is being done."""
    if run.cancel_asked_at:
        return _("Wird abgebrochen")
    return str(PHASES.get(run.phase, PHASES["solving"])[1])


def percent(run: Run) -> int:
    """Return how far the bar is: it never goes back, and is never full while there is something to do."""
    starts = [start for start, _words in PHASES.values()]
    start = PHASES.get(run.phase, PHASES["solving"])[0]
    end = next((later for later in starts if later > start), LAST)
    passes = run.pairs_looked_at / max(1, run.pairs_in_all * PASSES)
    return start + round((end - start) * min(1, passes))


def looked_at(run: Run) -> str:
    """Return how many pairs have been looked at, or "" before the first."""
    if not run.pairs_looked_at:
        return ""
    return _("{n} von {all} möglichen Paaren angesehen").format(
        n=number(min(run.pairs_looked_at, run.pairs_in_all)), all=number(run.pairs_in_all)
    )


def number(value: int) -> str:
    """Return a large number with separators."""
    return number_format(value, force_grouping=True)


def failure(run: Run) -> str:
    """Return why a run failed, with the names of the pair if it was one."""
    pair = run.report.get("failure", {})
    if run.failure == "lock_forbidden" and pair:
        names = [_name(run, side, pair.get(side, "")) for side in Side.values]
        if all(names):
            return _(
                "{mentor} und {mentee} sind fixiert, nach den Regeln aber nicht mehr möglich. "
                "Bitte lösen Sie die Fixierung."
            ).format(mentor=names[0], mentee=names[1])
    return str(FAILURES.get(run.failure, run.failure))


def _name(run: Run, side: str, key: str) -> str:
    people = Participant.objects.with_people().filter(program=run.program_id, side=side)
    found = people.filter(membership__public_id=key).first()
    return found.membership.name if found else ""


def heading(run: Run) -> str:
    """Return the heading of a run without pairs."""
    if run.state == RunState.FAILED:
        return _("Lauf fehlgeschlagen")
    return _("Lauf abgebrochen") if run.state == RunState.CANCELLED else _("Matching läuft")
