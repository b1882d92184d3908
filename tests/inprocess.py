"""A browser window that Django answers in this very thread: it sees what the test's transaction sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Error, Page, Request, Route

ORIGIN = "http://localhost"  # which a browser trusts like HTTPS
_static: dict[str, dict[str, Any]] = {}


class _Answers:
    """Answers what a window asks for as `client`, first with the page that is there already."""

    def __init__(self, client: Client, page: Any) -> None:
        self.client = client
        self.status = page.status_code
        self.ready = [page]
        self.complaints: list[str] = []
        # The browser calls back from another context, in which Django would open a connection of its own.
        self.context = copy_context()

    def serve(self, route: Route, request: Request) -> None:
        path = request.url.removeprefix(ORIGIN)
        if path.startswith("/"):
            route.fulfill(**(_static.get(path) or self.answer(path)))
        else:
            self.complaints.append(f"asks for {request.url}")
            route.abort()

    def answer(self, path: str) -> dict[str, Any]:
        given = self.ready.pop() if self.ready else self.context.run(self.client.get, path)
        body = b"".join(given.streaming_content) if given.streaming else given.content
        told = {"status": given.status_code, "headers": dict(given.headers), "body": body}
        if path.startswith(settings.STATIC_URL):
            _static[path] = told
        return told

    def listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and f"status of {self.status} " not in message.text:
            self.complaints.append(message.text)

    def crash(self, error: Error) -> None:
        self.complaints.append(str(error))


@contextmanager
def showing(window: Page, page: Any, path: str, *, by: Client) -> Iterator[list[str]]:
    """Show a response in the window, and answer whatever it asks for next. Yields what the browser complains about."""
    answers = _Answers(by, page)
    window.route("**/*", answers.serve)
    window.on("console", answers.listen)
    window.on("pageerror", answers.crash)
    try:
        window.goto(ORIGIN + path)
        yield answers.complaints
    finally:
        window.remove_listener("console", answers.listen)
        window.remove_listener("pageerror", answers.crash)
        window.unroute("**/*", answers.serve)
