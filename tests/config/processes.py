"""Looks at the processes of this machine from outside."""

import subprocess
import time
from collections.abc import Callable


def running(part: str) -> list[str]:
    """The command lines of all processes that contain `part`."""
    listing = subprocess.run(
        ["ps", "-axww", "-o", "pid=,stat=,args="], capture_output=True, text=True, check=True
    )
    lines = [line for line in listing.stdout.splitlines() if part in line]
    return [line for line in lines if " Z" not in line[:16] and "ps -axww" not in line]


def eventually(condition: Callable[[], object], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False
