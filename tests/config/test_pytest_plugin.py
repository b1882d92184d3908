import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from config.embedded import pytest_plugin as servers
from tests.config.processes import eventually, running

SLOW_TEST = """
import os, time
def test_that_does_not_end():
    print(os.environ["TEST_DATABASE_ADMIN_URL"], flush=True)
    time.sleep(60)
"""


def test_nothing_is_left_of_a_run_that_was_killed(tmp_path):
    (tmp_path / "test_slow.py").write_text(SLOW_TEST)
    own = (servers.RUN, servers.ADMIN_URL, servers.REDIS_URL)
    environment = {name: value for name, value in os.environ.items() if name not in own}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "-c", "pyproject.toml"]
    with subprocess.Popen(
        [*command, str(tmp_path / "test_slow.py")],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        address = next(line for line in run.stdout if line.startswith("postgresql"))
        folder = address.split("@")[1].split("%2Frun")[0].replace("%2F", "/")
        assert running(folder) != []
        run.kill()
    assert eventually(lambda: not running(folder) and not Path(folder).exists())
