from benchmarks.roster import SURVEY, compare, comparison, read_problem
from tests.matching.engine.cohorts import mentee, mentor, problem


def test_the_best_whole_of_a_real_roster_beats_simpler_ways():
    fair, highest, greedy, random = compare(read_problem(SURVEY))
    assert fair.tandems == highest.tandems == 73
    assert highest.total > fair.total > greedy.total > random.total
    assert fair.worst > highest.worst and fair.worst > greedy.worst
    assert fair.mentees_left == 0 and fair.mentors_left == 101


def test_with_a_floor_simpler_ways_leave_real_people_over():
    fair, highest, greedy, random = compare(read_problem(SURVEY, floor=50))
    assert fair.tandems == highest.tandems == 66
    assert max(greedy.tandems, random.tandems) < 62


def test_the_greedy_way_can_leave_people_over():
    """Ada could work with both, Bea with Rita only; greedy gives Rita to Ada."""
    people = (
        mentor("ada", skills={"ai": 5}),
        mentor("bea", skills={"video": 1}, languages=frozenset({"fr"})),
        mentee("rita", skills={"ai": 3}, languages=frozenset({"de", "fr"})),
        mentee("sam", skills={"video": 3}, languages=frozenset({"de"})),
    )
    fair, _, greedy, _ = compare(problem(*people, measure="experience"))
    assert (fair.tandems, greedy.tandems) == (2, 1)
    assert (greedy.mentees_left, greedy.mentors_left) == (1, 1)
    assert comparison([fair, greedy]).count("\n") == 3
