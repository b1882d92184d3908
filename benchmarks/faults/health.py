"""What /healthz says, looked at all the time."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Mapping

PAUSE = 0.2


class Watch(threading.Thread):
    """Asks until told to stop. Strict: a part that is only "starting" is not well yet."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.ended = port, threading.Event()
        #: When what was last asked, and what it said then.
        self.asked, self.parts = 0.0, {"status": "unasked"}

    def run(self) -> None:
        while not self.ended.wait(PAUSE):
            asked = time.monotonic()
            parts = ask(self.port)
            self.asked, self.parts = asked, dict(parts)

    def is_well_since(self, moment: float) -> bool:
        """Whether a question asked after this moment found all parts well."""
        return self.asked > moment and set(self.parts.values()) == {"ok"}


def ask(port: int) -> Mapping[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        answer: Mapping[str, str] = json.loads(connection.getresponse().read())
        return answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        return {"status": type(error).__name__}
    finally:
        connection.close()
