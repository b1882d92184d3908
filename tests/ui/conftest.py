import os
import shutil

import pytest

# Playwright's loop runs in this thread; Django's database calls beside it are still synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The Chromium of the machine where there is one; root and small containers need the two switches."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return {
        **browser_type_launch_args,
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
        "executable_path": next(filter(None, map(shutil.which, names)), None),
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin"}
