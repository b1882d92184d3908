import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

MULTIPLY = """
import {first}
import os
import numpy
square = numpy.ones((1500, 1500))
square @ square
print(len(os.listdir("/proc/self/task")))
"""
only_linux = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="counts threads in Linux's /proc"
)


def threads_after_a_product(first: str, **environment: str) -> int:
    """How many threads a fresh process has that imports this before numpy and multiplies matrices."""
    bare = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    command = [sys.executable, "-c", MULTIPLY.format(first=first)]
    output = subprocess.run(
        command, cwd=settings.BASE_DIR, env=bare | environment, capture_output=True, check=True
    ).stdout
    return int(output)


@only_linux
@pytest.mark.parametrize("first", ["config.gunicorn", "config.celery", "config.settings"])
def test_a_process_multiplies_matrices_in_one_thread(first):
    assert threads_after_a_product(first) == 1


@only_linux
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core has no second thread")
def test_the_environment_may_ask_for_more_threads():
    assert threads_after_a_product("config", OPENBLAS_NUM_THREADS="2") == 2
