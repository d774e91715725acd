"""`doctor` and `selftest`: what they look at, and that they notice what is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.warroom.cli.conftest import CHECKOUT, Run
from warroom.cli import doctor
from warroom.cli.checks import Check, Found, answer, keyring_library
from warroom.errors import Trouble
from warroom.storage import health

CHECKS = [
    "python",
    "platform",
    "libraries",
    "cipher",
    "keyring",
    "data-folder",
    "disk",
    "clock",
    "resources",
    "pdf",
    "window",
]
STEPS = [
    "create", "log", "search", "attach", "pin", "circle", "seal", "timestamp", "pack", "export", "pictures", "cell",
    "clocks", "paper", "roster", "calendar", "mobilisation", "field", "incoming", "message", "ways",
    "alert", "status page", "senders",
    "review", "sound", "sync", "stores", "reopen", "verify", "keyring", "window",
]  # fmt: skip


def by_name(document: dict[str, list[dict[str, object]]]) -> dict[str, dict[str, object]]:
    return {str(check["name"]): check for check in document["checks"]}


def test_that_doctor_looks_at_everything(run: Run) -> None:
    done = run("doctor", "--json")

    assert [check["name"] for check in done.json["checks"]] == CHECKS
    bad = [check for check in done.json["checks"] if not check["ok"]]
    assert done.json["ok"] is (not bad)
    assert done.code == (1 if bad else 0)
    assert {check["name"] for check in bad} <= {"resources", "window"}, "words and Qt libraries may be missing here"
    assert "Multiple Ciphers" in str(by_name(done.json)["cipher"]["detail"])


def test_that_doctor_finds_missing_words(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "words_folder", lambda: tmp_path / "words")

    done = run("doctor", "--json")
    assert done.code == 1
    assert not by_name(done.json)["resources"]["ok"]


def test_that_doctor_finds_a_data_folder_that_cannot_be_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "file" / "home"))

    done = run("doctor", "--json")
    assert done.code == 1
    assert not by_name(done.json)["data-folder"]["ok"]


def test_that_doctor_finds_a_file_that_is_not_encrypted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "key_connection", lambda conn, key: None)

    done = run("doctor", "--json")
    assert done.code == 1
    assert not by_name(done.json)["cipher"]["ok"]


def test_that_one_broken_check_does_not_hide_the_others() -> None:
    def raises(error: Exception) -> Callable[[], Found]:
        def look() -> Found:
            raise error

        return look

    done = answer(
        (
            Check("surprised", raises(ValueError("a secret"))),
            Check("troubled", raises(Trouble("t", "The disk is gone."))),
            Check("well", lambda: Found(True, "well")),
        )
    )

    assert done.code == 1
    assert [check["ok"] for check in done.document["checks"]] == [False, False, True]
    said = "\n".join(done.lines)
    assert "2 problems" in said
    assert "The disk is gone." in said
    assert "a secret" not in said
    assert "test_cli_health" in said, "where it happened is told"


def test_that_a_package_without_the_keyring_backends_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keyring_library(sys.platform).ok

    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_group: ())
    assert not keyring_library(sys.platform).ok


def test_that_the_selftest_uses_the_whole_program_in_an_empty_environment(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "warroom", "selftest", "--json"],
        env={"SYSTEMROOT": os.environ["SYSTEMROOT"]} if sys.platform == "win32" else {},
        cwd=CHECKOUT,
        capture_output=True,
        timeout=100,
        check=False,
    )

    found = json.loads(done.stdout)
    assert [check["name"] for check in found["checks"]] == STEPS
    assert found["ok"], found
    assert done.returncode == 0
    assert "keyring" in str(by_name(found)["keyring"]["detail"])


def test_that_the_selftest_leaves_nothing_behind(tmp_path: Path) -> None:
    home, scratch = tmp_path / "home", tmp_path / "tmp"
    scratch.mkdir()
    environment = {**os.environ, "WARROOM_HOME": str(home), "TMPDIR": str(scratch), "PYTHONPATH": str(CHECKOUT)}
    subprocess.run([sys.executable, "-m", "warroom", "selftest"], env=environment, capture_output=True, check=True)

    assert not home.exists(), "the identity of this laptop is not touched"
    assert list(scratch.iterdir()) == []
