from benchmarks.swaps import what_if_seconds


def test_every_question_of_a_decision_is_asked():
    seconds = what_if_seconds(30, repeats=1)
    assert len(seconds) == 6 and all(found > 0 for found in seconds.values())
