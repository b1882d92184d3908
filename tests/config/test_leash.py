import signal
import subprocess
import sys

import pytest
from django.conf import settings

from config.embedded import leash
from tests.config.processes import eventually, running

PARENT = """
import sys, time
from config.embedded import leash
leash.LINUX = leash.LINUX and {kernel}
leash.start(["sleep", "{mark}"])
print("started", flush=True)
time.sleep(60)
"""


def parent(mark: str, *, kernel: bool) -> subprocess.Popen:
    code = PARENT.format(mark=mark, kernel=kernel)
    process = subprocess.Popen([sys.executable, "-c", code], cwd=settings.BASE_DIR, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"started\n"
    return process


@pytest.mark.parametrize(("kernel", "mark"), [(True, "61.0125"), (False, "61.0126")])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_ends_with_its_parent(kernel, mark, end):
    with parent(mark, kernel=kernel) as process:
        assert eventually(lambda: running(f"sleep {mark}"))
        process.send_signal(end)
    assert eventually(lambda: not running(mark))


@pytest.mark.parametrize("linux", [True, False])
def test_a_child_is_stopped_and_its_signal_arrives(monkeypatch, linux):
    monkeypatch.setattr(leash, "LINUX", linux and leash.LINUX)
    child = leash.start(["sleep", "61.0127"])
    assert eventually(lambda: running("sleep 61.0127"))
    leash.stop(child)
    assert not running("sleep 61.0127")


def test_a_child_that_does_not_listen_is_killed():
    child = leash.start(["sh", "-c", "trap '' TERM; echo; while :; do sleep 0.1; done # 61.0128"])
    assert eventually(lambda: running("61.0128"))
    leash.stop(child, patience=0.3)
    assert child.returncode == -signal.SIGKILL


def test_a_folder_goes_with_the_process_that_made_it(tmp_path):
    folder = tmp_path / "throwaway"
    folder.mkdir()
    code = f"from pathlib import Path; from config.embedded import leash; leash.remove_at_death(Path({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, check=True)
    assert eventually(lambda: not folder.exists())
