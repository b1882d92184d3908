"""The run: start all, strike, wait until it is well, look at what must hold, print the figures."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.faults.stack import Stack
from config.embedded import Trouble, leash, processes


def main(argv: Sequence[str] | None = None) -> int:
    """Return 0 when everything held, else 1."""
    options = _options(argv)
    processes.stop_at_signals()
    folder = Path(tempfile.mkdtemp(prefix="umento-faults-", dir=options.folder))
    folder.chmod(0o755)  # as root, PostgreSQL runs as nobody
    janitor = leash.remove_at_death(folder)
    stack = Stack(folder, lease=options.lease)
    try:
        stack.start_servers()
        _set_up_django(stack)
        from benchmarks.faults.run import Run

        run = Run(stack, options)
        broken = run.go()
        print(run.table(), flush=True)
        for what in broken[:20]:
            print(f"BROKEN: {what}", flush=True)
        if broken:
            print(f"{len(broken)} broken invariants", flush=True)
            _keep_logs(folder, options.logs)
        return 1 if broken else 0
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    finally:
        stack.stop()
        leash.let_go(janitor)


def _set_up_django(stack: Stack) -> None:
    import logging

    import django

    os.environ.update(stack.env)
    logging.disable(logging.WARNING)  # this process is the people and the mail server
    (stack.folder / "clock").write_text("0")
    django.setup()


def _keep_logs(folder: Path, kept: Path | None) -> None:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        for log in folder.glob("*.log"):
            (kept / log.name).write_bytes(log.read_bytes())


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--mails", type=int, default=10_000, help="how many mails at least (10000)")
    parser.add_argument("--kills", type=int, default=56, help="how many kills (56)")
    parser.add_argument("--volley", type=int, default=1, help="kills before waiting until all is well (1)")
    parser.add_argument("--seed", type=int, default=1, help="of what is done when (1)")
    parser.add_argument("--minutes", type=float, default=30, help="the longest that the run may take (30)")
    parser.add_argument("--rate", type=float, default=20, help="clicks per second at most (20)")
    parser.add_argument("--letters", type=float, default=15, help="letters per second at most (15)")
    parser.add_argument(
        "--phase", type=float, default=8, help="seconds that the mail server stays as it is (8)"
    )
    parser.add_argument("--well", type=float, default=30, help="seconds until all must be well again (30)")
    parser.add_argument(
        "--stall", type=float, default=25, help="seconds of its slowest answer; the worker waits 20 (25)"
    )
    parser.add_argument("--lease", type=int, default=120, help="seconds that a worker has for a mail (120)")
    parser.add_argument("--speed", type=int, default=60, help="how fast the clock of the house runs (60)")
    parser.add_argument("--folder", type=Path, help="where the data live during the run")
    parser.add_argument("--logs", type=Path, help="where to keep the logs of a run that failed")
    return parser.parse_args(argv)
