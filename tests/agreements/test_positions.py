"""Where the two stand, for any answers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.positions import Position, differences, same

NAMES = ("place", "address", "off_limits")
words = st.text(alphabet="ab \n\t", max_size=6)
positions = st.builds(Position, st.dictionaries(st.sampled_from(NAMES), words))
anything = settings(deadline=None)


@anything
@given(positions, positions)
def test_exactly_what_is_not_the_same_differs_in_the_order_of_the_clauses(mentor, mentee):
    found = differences(mentor, mentee, NAMES)
    said = [(mentor.answers.get(name, "").split(), mentee.answers.get(name, "").split()) for name in NAMES]
    assert found == [name for name, (one, other) in zip(NAMES, said, strict=True) if one != other]


@anything
@given(positions, positions)
def test_the_differences_are_the_same_from_both_sides(mentor, mentee):
    assert differences(mentor, mentee, NAMES) == differences(mentee, mentor, NAMES)


@anything
@given(positions)
def test_nobody_differs_from_oneself(position):
    assert differences(position, position, NAMES) == []


@anything
@given(positions, positions, st.sampled_from(NAMES))
def test_taking_over_the_others_words_settles_that_clause_and_no_other(mine, theirs, name):
    before = differences(mine, theirs, NAMES)
    moved = mine.moved(name, theirs.answers.get(name, ""))
    assert differences(moved, theirs, NAMES) == [other for other in before if other != name]


@anything
@given(positions, st.sampled_from(NAMES), words)
def test_a_move_keeps_the_words_of_before_beside_the_new_ones(position, name, answer):
    moved = position.moved(name, answer)
    if same(position.answers.get(name, ""), answer):
        assert moved == position
    else:
        assert (moved.answers[name], moved.before[name]) == (answer, position.answers.get(name, ""))


@anything
@given(positions, st.dictionaries(st.sampled_from(NAMES), words))
def test_a_draft_keeps_what_is_not_written_over_and_has_no_history(position, answers):
    assert position.drafted(answers) == Position({**position.answers, **answers})


@anything
@given(positions, st.sampled_from(NAMES), words)
def test_a_position_survives_being_kept(position, name, answer):
    moved = position.moved(name, answer)
    assert Position.from_json(moved.to_json()) == moved
