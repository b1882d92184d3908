import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from config.embedded import Trouble, demo
from tests.config.processes import alive, descendants, eventually, running

BIN = settings.BASE_DIR / "bin" / "demo"


@pytest.fixture
def folder():
    """A folder that PostgreSQL can use also where the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="umento-demo-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def port() -> int:
    return demo.free_port()


@contextmanager
def start(folder, port):
    """The demo as people start it; it is killed where a test forgets it."""
    command = [BIN, "--port", str(port), "--data", folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def health(port: int) -> dict:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        return json.load(answer)


def all_well(port: int) -> bool:
    return set(health(port).values()) == {"ok"}


def refusal(folder, port) -> str:
    """What the demo says when it cannot start."""
    with start(folder, port) as process:
        _, complaint = process.communicate(timeout=60)
    assert process.returncode == 1
    assert complaint.count("\n") == 1
    return complaint.strip()


def test_demo_starts_survives_kills_and_stops(folder, port):
    with start(folder, port) as process:
        assert eventually(lambda: demo.answers(port), 120)
        assert eventually(lambda: all_well(port), 60)
        family = descendants(process.pid)
        process.kill()
    assert len(family) > 8
    assert eventually(lambda: not alive(family))
    with start(folder, port) as process:
        assert eventually(lambda: demo.answers(port), 60)
        kill_web(process.pid)
        assert eventually(lambda: not demo.answers(port))
        assert eventually(lambda: demo.answers(port), 60)
        family = descendants(process.pid)
        process.terminate()
        output, complaint = process.communicate(timeout=60)
    assert alive(family) == []
    assert (process.returncode, complaint) == (0, "")
    assert f"http://localhost:{port}/login/" in output and "staff@umento.example" in output
    assert "web ended and is started again" in output


def kill_web(runner: int) -> None:
    (web,) = [each for each in running("config.gunicorn") if each.parent == runner]
    os.kill(web.pid, signal.SIGKILL)


def test_demo_prepares_again_only_when_tables_or_packages_change(monkeypatch, tmp_path):
    (tmp_path / "programs" / "migrations").mkdir(parents=True)
    (tmp_path / "requirements-demo.txt").write_text("Django")
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    before = demo.fingerprint()
    assert demo.fingerprint() == before
    (tmp_path / "programs" / "migrations" / "0002_more.py").write_text("")
    assert demo.fingerprint() != before


def test_demo_names_a_port_that_is_taken(folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert refusal(folder, port).startswith(f"Port {port} is taken: start with --port ")


def test_demo_names_a_folder_that_is_in_use(folder, port):
    with demo.only_one(folder):
        assert refusal(folder, port) == (
            f"Another demo already uses {folder}: stop it or choose another folder with --data."
        )


def test_demo_names_data_of_another_version(folder, port):
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("16\n")
    assert refusal(folder, port) == (
        f"The data in {folder} were written by PostgreSQL 16, this version brings 18: "
        "move the folder away or choose another one with --data."
    )


def test_demo_names_a_folder_that_cannot_be_made(folder, port):
    (folder / "file").touch()
    assert "cannot be made (Not a directory): choose another with --data." in refusal(
        folder / "file" / "x", port
    )


def test_demo_names_a_disk_that_is_full(folder, port, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000))
    with pytest.raises(Trouble, match=r"needs 300 MB in .*, 5 MB are free: make room or choose another"):
        demo.Demo(port, folder).run()


@pytest.mark.parametrize("port", ["0", "70000", "eight"])
def test_demo_refuses_what_is_no_port(port, folder):
    with start(folder, port) as process:
        _, complaint = process.communicate(timeout=30)
    assert process.returncode == 2
    assert f"'{port}' is no port: take a number from 1024 to 65535." in complaint
