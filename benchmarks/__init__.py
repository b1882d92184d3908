"""Measurements that are run by hand: `python -m benchmarks.matching`, `python -m benchmarks.roster`,
`python -m benchmarks.faults`.

Matrix products get one thread each, as in the product; numpy reads that when it is imported, hence here. More threads
are the engine's own.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
