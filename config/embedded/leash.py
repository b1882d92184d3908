"""Child processes that never outlive their parent, however it ends.

Linux lets a child ask for a signal at its parent's death. Elsewhere this file itself runs in between as a
small watchdog: it starts the command and stops it when its standard input closes, which the kernel does for
every dead parent.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG = 1


def start(
    command: Sequence[str | Path],
    *,
    last_signal: signal.Signals = signal.SIGKILL,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    output: IO[bytes] | int = subprocess.DEVNULL,
    user: pwd.struct_passwd | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command`; it gets `last_signal` when this process dies. Call from the main thread only:
    the kernel watches the thread, not the process."""
    arguments = [str(part) for part in command]
    if LINUX:
        return subprocess.Popen(
            arguments,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=_ask_for(last_signal),  # noqa: PLW1509 - in the main thread, see above
            start_new_session=True,  # a Ctrl-C reaches the runner alone, which then stops all in order
            **as_user(user),
        )
    return subprocess.Popen(
        [sys.executable, "-S", "-E", __file__, "run", str(int(last_signal)), *arguments],
        env=env,
        cwd=cwd,
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        **as_user(user),
    )


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """The arguments that make subprocess drop root's rights."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def remove_at_death(folder: Path) -> subprocess.Popen[bytes]:
    """Start a process that waits for this one to end and then removes `folder`."""
    return subprocess.Popen(
        [sys.executable, "-S", "-E", __file__, "remove", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def let_go(janitor: subprocess.Popen[bytes]) -> None:
    """Let what `remove_at_death()` started do its work now, and wait for it."""
    janitor.communicate()


def stop(
    process: subprocess.Popen[bytes], stop_signal: signal.Signals = signal.SIGTERM, patience: float = 10
) -> None:
    """Ask with `stop_signal`, wait, and kill what does not listen."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
    if process.stdin:
        process.stdin.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:  # the watchdog: it sends the last signal
        process.stdin.close()
    else:
        process.kill()


def _ask_for(last_signal: signal.Signals) -> Callable[[], None]:
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(last_signal))
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return ask


def _run(last_signal: int, command: list[str]) -> int:
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, lambda received, frame: child.send_signal(received))

    def watch() -> None:
        sys.stdin.buffer.read()
        child.send_signal(last_signal)

    threading.Thread(target=watch, daemon=True).start()
    return child.wait()


def _remove(folder: str) -> int:
    sys.stdin.buffer.read()
    for _ in range(200):  # the servers inside need a moment to end
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
        if not Path(folder).exists():
            return 0
        time.sleep(0.1)
    return 1


if __name__ == "__main__":
    if sys.argv[1] == "run":
        sys.exit(_run(int(sys.argv[2]), sys.argv[3:]))
    sys.exit(_remove(sys.argv[2]))
