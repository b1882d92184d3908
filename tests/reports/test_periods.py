from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reports.periods import Due, Reply, Respondent, publish, publish_sessions

SIDES = ["mentor", "mentee"]
MONTHS = [date(2026, month, 1) for month in range(7, 13)]


def answers(month: date, mentors: range, mentees: range) -> tuple[list[Respondent], list[Reply]]:
    people = [Respondent(month, "mentor", person) for person in mentors]
    people += [Respondent(month, "mentee", 1000 + person) for person in mentees]
    return people, [Reply(month, one.side, helpful=4) for one in people]


def shown(*months: tuple[list[Respondent], list[Reply]], sides=SIDES, smallest=7, before=date(2027, 1, 1)):
    people = [one for month in months for one in month[0]]
    replies = [reply for month in months for reply in month[1]]
    return publish(people, replies, sides=sides, smallest=smallest, before=before)


def test_a_month_with_enough_people_on_both_sides_is_shown():
    [period] = shown(answers(MONTHS[0], range(7), range(7)))
    assert (period.first, period.last, period.people) == (MONTHS[0], MONTHS[0], 14)
    assert period.helpful("mentor") == 4


def test_six_people_on_one_side_hide_the_month_for_both():
    assert shown(answers(MONTHS[0], range(6), range(20))) == []


def test_one_person_who_answers_seven_times_is_still_one_person():
    people = [Respondent(MONTHS[0], side, 1) for side in SIDES]
    replies = [Reply(MONTHS[0], side, helpful=5) for side in SIDES for _ in range(7)]
    assert publish(people, replies, sides=SIDES, smallest=7, before=date(2027, 1, 1)) == []


def test_small_months_are_joined_until_enough_people_stand_behind_them():
    periods = shown(
        answers(MONTHS[0], range(4), range(4)),
        answers(MONTHS[1], range(4, 8), range(4, 8)),
        answers(MONTHS[2], range(2), range(2)),
    )
    assert [(period.first, period.last) for period in periods] == [(MONTHS[0], MONTHS[1])]


def test_the_running_month_is_never_shown():
    assert shown(answers(MONTHS[0], range(9), range(9)), before=MONTHS[0]) == []


def test_without_sides_the_whole_is_enough():
    [period] = shown(answers(MONTHS[0], range(3), range(4)), sides=[])
    assert period.people == 7


def test_nothing_is_shown_of_nothing():
    assert shown() == []


rows = st.lists(
    st.tuples(
        st.sampled_from(MONTHS), st.sampled_from(SIDES), st.integers(0, 11), st.integers(1, 5), st.booleans()
    ),
    max_size=150,
)


def split(drawn):
    people = [
        Respondent(month, side, person + (100 if side == "mentee" else 0))
        for month, side, person, _, _ in drawn
    ]
    return people, [
        Reply(month, side, helpful) for month, side, _, helpful, took_place in drawn if took_place
    ]


@given(rows, st.integers(5, 9))
def test_no_published_group_is_ever_smaller_than_the_floor(drawn, smallest):
    people, replies = split(drawn)
    for period in publish(people, replies, sides=SIDES, smallest=smallest, before=MONTHS[-1]):
        for side in SIDES:
            inside = {
                one.person for one in people if one.side == side and period.first <= one.month <= period.last
            }
            assert len(inside) >= smallest
            assert sum(reply.side == side for reply in period.replies) >= smallest


@given(rows)
def test_a_later_report_never_changes_what_an_earlier_one_showed(drawn):
    people, replies = split(drawn)
    for place in range(1, len(MONTHS)):
        earlier = publish(people, replies, sides=SIDES, smallest=5, before=MONTHS[place - 1])
        later = publish(people, replies, sides=SIDES, smallest=5, before=MONTHS[place])
        assert later[: len(earlier)] == earlier


@given(rows, st.integers(7, 12))
def test_a_raised_floor_or_sides_apart_cut_out_no_small_month(drawn, higher):
    people, replies = split(drawn)
    whole = publish(people, replies, sides=[], smallest=7, before=MONTHS[-1])
    ends = {period.last for period in whole}
    for sides in ([], SIDES):
        for period in publish(people, replies, sides=sides, smallest=higher, before=MONTHS[-1]):
            assert period.last in ends
            assert period.first in {other.first for other in whole}


def test_sessions_of_few_people_are_joined_and_the_running_month_waits():
    due = [Due(month, held=True, people=(n, n + 10)) for month in MONTHS[:3] for n in range(3)]
    due += [Due(MONTHS[0], held=False, people=(5, 15))]
    [first] = publish_sessions(due, smallest=7, before=MONTHS[2])
    assert len(first) == 4
    assert publish_sessions(due, smallest=9, before=MONTHS[2]) == []
