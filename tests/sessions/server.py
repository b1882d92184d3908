"""The web server as it runs for people, on the database of the test, and a crowd of browsers that press at once."""

import http.client
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

from django.conf import settings
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from config.embedded import processes


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    seconds: float
    location: str = ""


@contextmanager
def web_server(folder: Path) -> Iterator[int]:
    """Run gunicorn with two processes until the block ends; yield its port. Needs committed rows."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {"BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "2", "WEB_THREADS": "8"}
    program = processes.python(
        "web",
        ["-m", "gunicorn", "-c", "python:config.gunicorn"],
        cwd=settings.BASE_DIR,
        env=env,
        log=folder / "web.log",
    )
    program.start()
    try:
        _wait(port, program)
        yield port
    finally:
        program.stop()


def _wait(port: int, program: processes.Program, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not program.has_died:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"The web server did not start:\n{program.log.read_text()}")


def post_at_once(port: int, wishes: list[tuple[Client, str, dict[str, str]]]) -> list[Answer]:
    """Send each signed-in browser's form (client, address, fields) at the same moment; return the answers in order."""
    start = Barrier(len(wishes))

    def post(wish: tuple[Client, str, dict[str, str]]) -> Answer:
        client, address, fields = wish
        headers, body = _as_browser(client, fields)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        start.wait()
        began = time.monotonic()
        connection.request("POST", address, body, headers)
        response = connection.getresponse()
        text, location = response.read().decode(), response.headers.get("Location", "")
        answer = Answer(response.status, text, time.monotonic() - began, location)
        connection.close()
        return answer

    with ThreadPoolExecutor(len(wishes)) as crowd:
        return list(crowd.map(post, wishes))


def _as_browser(client: Client, fields: dict[str, str]) -> tuple[dict[str, str], str]:
    request = RequestFactory().get("/")
    token = get_token(request)
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={request.META['CSRF_COOKIE']}"
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    return headers, urlencode(fields | {"csrfmiddlewaretoken": token})
