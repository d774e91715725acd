"""What the first page does not need is not read before it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys

FIRST_PAGE = "import sys, ui.app, ui.panels.incident; print(*sorted(sys.modules))"
DRAWN_WITH_PARTS = {"ui.dialogs.form"}  # what every dialog is built on

# What carries files elsewhere, and what seals them.
TO_OTHER_LAPTOPS = ("psycopg", "fsspec", "s3fs", "botocore", "httpx", "paramiko", "zeroconf", "pyrage", "zstandard")


def after_start(code: str) -> str:
    """What a fresh process prints."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_that_the_first_page_reads_no_dialog_no_report_and_no_import() -> None:
    known = set(after_start(FIRST_PAGE).split())

    dialogs = {name for name in known if name.startswith("ui.dialogs.")} - DRAWN_WITH_PARTS
    heavy = {name for name in known if name.startswith(("warroom.reports", "warroom.formats", "typst", "keyring"))}
    heavy |= known & set(TO_OTHER_LAPTOPS)
    assert dialogs == set()
    assert heavy == set()


def test_that_qt_does_not_read_the_source_of_every_module() -> None:
    told = after_start("import builtins, ui.app; print(builtins.__import__.__name__)")

    assert told.strip() != "__feature_import__"
