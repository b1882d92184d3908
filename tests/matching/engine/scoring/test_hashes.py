import numpy as np

from matching.engine.scoring.hashes import mix, pair_hashes


def test_pair_hashes_tell_pairs_and_sides_apart():
    people = np.random.default_rng(0).integers(0, 2**64, 50, dtype=np.uint64)
    hashes = pair_hashes(people[:, None], people[None, :])
    assert len(np.unique(hashes)) == 2500
    assert mix(np.array([1], dtype=np.uint64)).tolist() == [0x5692161D100B05E5]
