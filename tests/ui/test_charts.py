import pytest
from django.utils.translation import override

from ui.charts import (
    Bar,
    Column,
    Columns,
    Day,
    Dot,
    FitDots,
    Lines,
    PairedDots,
    PairedRow,
    Series,
    bars,
    days,
)


def paired(before: float, after: float) -> dict:
    return PairedDots([PairedRow("KI", before, after, 9)]).drawn[0]


def test_paired_dots_stand_at_their_share_of_the_scale():
    assert (paired(1, 5)["x_before"], paired(1, 5)["x_after"]) == ("0.0%", "100.0%")
    assert paired(2, 3)["x_after"] == "50.0%"


def test_change_is_the_difference_of_the_shown_numbers():
    assert paired(2.6, 3.5)["change"] == "+0,9"
    assert paired(3.5, 2.6)["change"] == "−0,9"
    assert paired(2.96, 3.04)["change"] == "+0,0"


def test_numbers_are_rounded_not_cut():
    assert paired(2.58, 3.59)["before"] == "2,6"


def test_labels_of_close_dots_move_apart():
    close = paired(2.4, 2.5)
    assert (close["anchor_before"], close["anchor_after"]) == ("end", "start")
    falling = paired(2.5, 2.4)
    assert (falling["anchor_before"], falling["anchor_after"]) == ("start", "end")
    assert paired(2, 4)["anchor_after"] == "middle"


def test_sentence_names_every_value_in_the_language_of_the_page():
    chart = PairedDots([PairedRow("KI", 2.1, 3.6, 9)])
    assert chart.sentence == "KI: 2,1 auf 3,6."
    with override("en"):
        assert "2.1" in chart.sentence


def test_columns_share_one_scale():
    first, second = Columns([Column("Sep", 5, 10), Column("Okt", 4, 5)]).drawn
    assert (first["planned"], first["done"], second["planned"]) == ("95.0%", "47.5%", "47.5%")


def test_columns_without_sessions_stay_flat():
    assert Columns([Column("Sep", 0, 0)]).drawn[0]["planned"] == "0.0%"


def test_line_breaks_where_a_value_is_hidden():
    line = Lines([Series("Mentees", "mentee", [4, None, 4, 5])], ["a", "b", "c", "d"]).drawn[0]
    assert (len(line["points"]), len(line["segments"])) == (3, 1)


def test_line_without_any_value_is_left_out():
    chart = Lines([Series("Mentees", "mentee", [None, None])], ["a", "b"])
    assert (chart.drawn, chart.sentence) == ([], "")


def test_names_at_the_ends_of_close_lines_move_apart():
    lines = Lines([Series("A", "mentor", [4, 4.4]), Series("B", "mentee", [4, 4.5])], ["a", "b"]).drawn
    assert {line["line"].label: line["dy"] for line in lines} == {"A": 15, "B": -3}


def test_lines_table_shows_a_dash_for_hidden_values():
    chart = Lines([Series("A", "mentor", [4, None])], ["Sep", "Okt"])
    assert chart.table == [{"label": "Sep", "values": ["4,0"]}, {"label": "Okt", "values": ["–"]}]


@pytest.mark.parametrize(("draw", "row"), [(bars, Bar("KI", 0)), (days, Day("Mo", 0))])
def test_rankings_of_nothing_do_not_fail(draw, row):
    assert len(draw([row])) == 1
    assert draw([]) == []


def test_bars_measure_themselves_at_the_longest():
    assert [bar["width"] for bar in bars([Bar("KI", 40), Bar("Daten", 20)])] == ["95.0", "47.5"]


def test_fit_dots_start_at_fifty_or_below_the_lowest():
    assert FitDots([Dot(58)]).ticks == [50, 60, 70, 80, 90, 100]
    assert FitDots([Dot(37)]).low == 30
    assert FitDots([]).low == 50


def test_fit_dots_on_the_same_place_are_stacked():
    rows = [dot["y"] for dot in FitDots([Dot(80), Dot(80), Dot(90)]).drawn]
    assert rows == ["80.0%", "46.0%", "80.0%"]


def test_many_fit_dots_stay_inside_the_picture():
    assert all(float(dot["y"][:-1]) >= 10 for dot in FitDots([Dot(80)] * 12).drawn)
