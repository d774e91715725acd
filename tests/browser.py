"""A real browser for tests of pages: Chromium, looked at with axe-core; skipped where there is none, never in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """Where Chromium is; skips the test where it is not, and fails it in CI."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed (scripts/machine.py)")
    return found


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium, without a screen."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: Any) -> None:
        """A web server of a test says nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a web server that gives this folder, on this machine alone."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, name="status page server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def violations(page: Any) -> list[str]:
    """What axe-core finds wrong on a page that is open: rule, and the element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]
