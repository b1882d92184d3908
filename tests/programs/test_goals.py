from dataclasses import asdict

import pytest

from matching.engine.model import FACTORS, Weights
from programs import goals
from programs.models import GoalKind


def test_every_kind_of_goal_has_a_template():
    assert set(goals.TEMPLATES) == set(GoalKind)


def test_the_factors_and_their_shares_are_those_of_the_engine():
    usual = asdict(Weights())
    assert {factor: sum(usual[name] for name in FACTORS[factor]) for factor in FACTORS} == goals.FACTORS


@pytest.mark.parametrize("kind", GoalKind)
def test_the_engine_takes_the_weights_of_every_template(kind):
    Weights.from_factors(goals.TEMPLATES[kind].weights)


@pytest.mark.parametrize("kind", [GoalKind.DIGITAL, GoalKind.CULTURE, GoalKind.HIERARCHY])
def test_a_template_proposes_all_of_the_contract_but_the_sponsor(kind):
    assert [name for name, text in goals.TEMPLATES[kind].contract().items() if not text] == ["sponsor"]


def test_an_own_goal_proposes_nothing():
    assert not any(goals.TEMPLATES[GoalKind.OWN].contract().values())


@pytest.mark.parametrize(
    ("topics", "time", "sentence"),
    [
        (1, 1, "Themen zählen doppelt so viel wie Zeit."),
        (2, 1, "Themen zählen viermal so viel wie Zeit."),
        (2, 2, "Themen zählen doppelt so viel wie Zeit."),
        (1, 2, "Themen zählen genauso viel wie Zeit."),
        (0, 1, "Themen zählen nicht."),
        (1, 0, "Gemeinsame Zeit zählt nicht."),
    ],
)
def test_a_sentence_compares_topics_with_time(topics, time, sentence):
    assert goals.emphasis({"topics": topics, "time": time}) == sentence


def test_weights_are_told_in_words():
    assert goals.in_words(goals.NORMAL) == "Alles zählt normal"
    assert (
        goals.in_words({"topics": 2, "place": 0})
        == "Themen wichtig, Ort und Format egal, alles andere normal"
    )
