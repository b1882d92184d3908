import numpy as np
import pytest

from benchmarks.instances import VARIANTS, generate
from matching.engine.scoring.appraisal import appraise


@pytest.mark.parametrize("variant", VARIANTS)
def test_people_and_arrays_give_every_pair_the_same_points(variant):
    cohort = generate(70, 60, variant, several=True)
    appraisal = appraise(cohort.problem())
    everybody = np.arange(70)
    from_people, from_arrays = appraisal.scores.tile(everybody), cohort.scores.tile(everybody)
    allowed = from_people > appraisal.scores.forbidden / 2
    assert (allowed == (from_arrays > cohort.scores.forbidden / 2)).all()
    assert (from_people[allowed] == from_arrays[allowed]).all()
    assert 0 < allowed.sum() < allowed.size
    assert appraisal.row_cap.tolist() == cohort.mentees.capacity.tolist()
    assert appraisal.col_cap.tolist() == cohort.mentors.capacity.tolist()


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_forbids_about_its_share_of_the_pairs(variant):
    scores = generate(600, 600, variant, several=False).scores
    forbidden = (scores.tile(np.arange(600)) <= scores.forbidden / 2).mean()
    assert forbidden == pytest.approx(VARIANTS[variant].share, abs=0.04)


def test_the_same_seed_gives_the_same_cohort():
    one, same, other = (generate(50, 40, "tight", several=True, seed=seed) for seed in (1, 1, 2))
    assert (one.scores.tile(np.arange(50)) == same.scores.tile(np.arange(50))).all()
    assert one.mentors.capacity.tolist() != other.mentors.capacity.tolist()
