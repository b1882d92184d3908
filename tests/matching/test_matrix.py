"""Matrix organisations from rows to run: guard, engine and a plain walk over the rows agree about every pair."""

from itertools import product
from random import Random

import pytest

from accounts.models import Membership
from matching import adapter, runs
from matching.engine.scoring.appraisal import appraise
from programs import guard
from programs.models import AbsentManager, SecondLine, Side
from tenancy.scope import scope
from tests import factories
from tests.matching.cohorts import person

#: What is told of a pair by the rules on the chart.
ON_LINES = {"same_reporting_line", "mentor_below", "shared_manager"}
DEPTHS = ((1, 1), (2, 3), (3, 0))


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        made = factories.program(lead=lead, phase="enrolment", allow_unchecked=[])
        for number in range(4):
            person(made, f"Mentorin {number}", "mentor", years=1, skills={"Chats": 4})
            person(made, f"Mentee {number}", "mentee", years=20, skills={"Chats": 3})
        for number in range(5):
            factories.membership(f"Leitung {number}", experience_years=10)
        yield made


def reorganise(random: Random) -> None:
    """Give everybody other managers, some of them two or three, with circles, gaps and people who are not here."""
    SecondLine.objects.all().delete()
    AbsentManager.objects.all().delete()
    members = list(Membership.objects.exclude(experience_years=None).order_by("pk"))
    heads = [member for member in members if member.name.startswith("Leitung")]
    for member in members:
        others = [one for one in [*heads, *heads, *heads, *members] if one != member]
        leads = member in heads
        member.manager = (
            None if leads and random.random() < 0.4 else random.choice(heads if leads else others)
        )
        member.manager = None if member.manager == member else member.manager
        member.save()
        if leads and member.manager is None and random.random() < 0.2:
            AbsentManager.objects.create(membership=member, email_norm="gone@example.org")
        for manager in set(random.sample(others, 2)) if random.random() < 0.3 else ():
            SecondLine.objects.create(membership=member, manager=manager)
        if random.random() < 0.05:
            SecondLine.objects.create(membership=member, email_norm="elsewhere@example.org")


def ways(way, above):
    """Every way up that goes on from here and meets nobody twice."""
    yield way
    for boss in above[way[-1]]:
        if boss not in way:
            yield from ways([*way, boss], above)


class Walk:
    """Who stands above whom, straight from the rows."""

    def __init__(self) -> None:
        members = {member.pk: member for member in Membership.objects.all()}
        self.above = {key: {member.manager_id} - {None} for key, member in members.items()}
        leads = {member.manager_id for member in members.values()}
        self.unsure = {key for key, found in self.above.items() if not found and key not in leads}
        self.unsure |= set(AbsentManager.objects.values_list("membership", flat=True))
        for member, manager in SecondLine.objects.values_list("membership", "manager"):
            if manager:
                self.above[member].add(manager)
            else:
                self.unsure.add(member)
        self.unsure |= {
            key for key in members if any(key in self.above[way[-1]] for way in ways([key], self.above))
        }

    def steps(self, key: int) -> dict[int, int]:
        found: dict[int, int] = {}
        for way in ways([key], self.above):
            found[way[-1]] = min(len(way) - 1, found.get(way[-1], len(way)))
        return found

    def broken(self, program, mentor: int, mentee: int) -> set[str]:
        up, across = self.steps(mentor), self.steps(mentee)
        near = {one for one, steps in up.items() if 0 < steps <= program.shared_depth}
        rules = {
            "mentor_below": mentee in up,
            "same_reporting_line": across.get(mentor, 99) <= program.reporting_depth,
            "shared_manager": any(0 < across.get(one, 0) <= program.shared_depth for one in near),
        }
        return {rule for rule, applies in rules.items() if applies}

    def is_unknown(self, program, key: int, side: str) -> bool:
        depth = 99 if side == Side.MENTOR else max(program.reporting_depth, program.shared_depth)
        return any(one in self.unsure and steps < depth for one, steps in self.steps(key).items())


@pytest.mark.parametrize("seed", range(12))
def test_guard_engine_and_a_plain_walk_agree_about_every_pair(program, seed):
    reorganise(Random(seed))
    program.reporting_depth, program.shared_depth = DEPTHS[seed % 3]
    walk, house, problem = Walk(), guard.chart_of_house(), adapter.problem_of(program)
    appraisal, people = appraise(problem), adapter.by_key(program)
    for mentor, mentee in product(problem.on("mentor"), problem.on("mentee")):
        two = [people["mentor", mentor.key], people["mentee", mentee.key]]
        codes = {
            code
            for code, flags in appraisal.broken_at(*appraisal.located([(mentor.key, mentee.key)])).items()
            if flags[0]
        }
        keys = [one.membership_id for one in two]
        expected = walk.broken(program, *keys)
        told = codes & ON_LINES
        if "mentor_below" in told and not walk.broken(program, *keys) & {"same_reporting_line"}:
            told -= {"same_reporting_line"}
        assert told == expected
        assert (
            guard.broken(program, two[0].membership, two[1].membership, house).keys() & ON_LINES == expected
        )
        unknown = [walk.is_unknown(program, one.membership_id, one.side) for one in two]
        assert [bool(guard.lacking(program, one, house)) for one in two] == unknown
        assert ("cannot_check" in codes) == any(unknown)


def test_no_run_over_a_matrix_proposes_a_pair_that_breaks_a_rule(program, lead):
    """Across some charts there are both: pairs that are proposed, and pairs that must not be."""
    proposed, refused = 0, 0
    for seed in range(12):
        reorganise(Random(seed))
        walk = Walk()
        run = runs.start(program, by=lead)
        runs.compute(run)
        pairs = [(row.mentor.membership_id, row.mentee.membership_id) for row in run.proposals.with_people()]
        assert not [pair for pair in pairs if walk.broken(program, *pair)]
        assert not [pair for pair in pairs if walk.is_unknown(program, pair[0], "mentor")]
        assert not [pair for pair in pairs if walk.is_unknown(program, pair[1], "mentee")]
        proposed += len(pairs)
        refused += run.leftovers.count()
    assert proposed and refused
