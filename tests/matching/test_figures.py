import pytest

from matching.figures import BINNED_DOTS, Figures, Group


class Opened:
    fit, kind = 80, ""


def figures(*groups: tuple[int, bool, str, int]) -> Figures:
    return Figures([Group(fit, flagged, False, pin, count) for fit, flagged, pin, count in groups])


def test_excluded_pairs_count_nowhere_else():
    counted = figures(
        (80, False, "", 3), (60, True, "", 1), (90, True, "locked", 2), (50, True, "excluded", 4)
    )
    assert counted.shown == {"all": 6, "check": 1, "locked": 2, "new": 0, "excluded": 4}
    assert counted.fits == 3 * 80 + 60 + 2 * 90
    assert counted.mean == 80


def test_no_pairs_have_no_mean():
    assert figures().mean is None
    assert figures().dots() == []


def test_each_tandem_has_a_dot_up_to_200():
    drawn = figures((80, False, "", 150), (90, False, "locked", 49), (60, True, "", 1)).dots(Opened)
    assert len(drawn) == 200
    assert [dot.kind for dot in drawn].count("sel") == 1
    assert {dot.kind for dot in drawn} == {"sel", "", "lock", "attn"}


@pytest.mark.parametrize("tandems", [240, 5_000, 20_000])
def test_beyond_200_a_dot_stands_for_several_and_no_kind_is_lost(tandems):
    spread = [(fit, False, "", tandems // 30) for fit in range(70, 100)]
    counted = figures(*spread, (60, True, "", 1))
    assert counted.per_dot > 1
    drawn = counted.dots(Opened)
    assert len(drawn) <= 2 * BINNED_DOTS
    assert "attn" in {dot.kind for dot in drawn}


def test_the_caption_says_all_bands():
    caption = figures((69, True, "", 1), (70, False, "", 2), (89, False, "", 3), (100, False, "", 4)).caption
    assert caption.endswith("1 unter 70, 2 von 70 bis 79, 3 von 80 bis 89, 4 ab 90.")
