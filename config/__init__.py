"""The composition root. Imported first by web, worker, beat and every command."""

import os

# One thread of linear algebra per process: two busy workers would slow each other down otherwise. numpy's libraries
# read this when they are loaded, so it stands before everything else. Whoever sets them in the environment wins.
for _library in ("OPENBLAS", "OMP", "MKL", "BLIS", "VECLIB_MAXIMUM"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
