import pytest

from benchmarks import trial
from benchmarks.instances import generate
from benchmarks.report import Goal, goals_of, put, speed
from matching.engine.solving.optimum import optimise


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("variant", ["loose", "tight", "scarce"])
def test_the_engine_is_as_good_as_scipy_and_proven(variant, several):
    found = trial.run(80, variant, several=several, repeats=1, dense=True)
    assert 0 < found.card <= 80 and found.total > 0
    assert 0 <= found.lost < 0.05 and found.fair_worst >= found.worst


def test_two_ways_that_differ_end_the_run():
    with pytest.raises(trial.Different, match=r"SciPy says \(80, 5\), the engine \(80, 4\)"):
        trial.agree("SciPy", (80, 5), (80, 4))


def test_a_proof_of_another_choice_is_doubted():
    market = generate(80, 80, "tight", several=True).market
    best, fair = (optimise(market, fair=fair) for fair in (False, True))
    assert trial.doubts_about(market, best, fair=False) == ()
    assert "better_worst_possible" in trial.doubts_about(market, best, fair=True)
    assert "higher_total_possible" in trial.doubts_about(market, fair, fair=False)


def test_figures_stand_in_one_line_each():
    found = trial.run(60, "tight", several=True, repeats=1, dense=True)
    assert len(speed([found, found]).splitlines()) == 4
    assert [goal.wanted for goal in goals_of([found])] == ["≤ 4.00", "≤ 4.00", "≤ 2.00", "≤ 0.40"]


def test_a_goal_is_met_on_its_own_side():
    assert Goal("fast", 3, "×", least=3).met and not Goal("fast", 2.9, "×", least=3).met
    assert Goal("small", 5, " %", most=5).met and not Goal("small", 5.1, " %", most=5).met


def test_only_what_stands_between_its_marks_is_replaced(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x -->\nold\n<!-- end of x -->\nb\n<!-- y -->\nold\n<!-- end of y -->\n")
    put("new\n", "x", page)
    assert page.read_text() == (
        "a\n<!-- x -->\n\nnew\n\n<!-- end of x -->\nb\n<!-- y -->\nold\n<!-- end of y -->\n"
    )
