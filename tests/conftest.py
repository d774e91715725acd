"""What every test stands on: a home of its own, no leaks from one test to the next, no surprises in the log.

Helpers shared by several test files are imported as `from tests.builders import …` (the checkout is on the path).
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import settings
from keyring.backends import SecretService

CHECKOUT = Path(__file__).resolve().parents[1]
FIELD_DATA = CHECKOUT.parent / "shared" / "data"
PATIENCE = 3.0  # seconds a thread may take to end after its test
OUTSIDE_THREADS = ("execnet", "pytest_timeout", "asyncio_", "hypothesis")

_home: Path | None = None

settings.register_profile("warroom", deadline=None, print_blob=True)  # two shared cores: a deadline says nothing
settings.load_profile("warroom")


def pytest_configure() -> None:
    """Before any test module is imported, move everything a program keeps for its user to a throw-away folder."""
    global _home
    _home = Path(tempfile.mkdtemp(prefix="warroom-tests-"))
    for name, folder in _user_folders(_home).items():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.environ[name] = str(folder)
    for name in ("WARROOM_PASSPHRASE_FILE", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        os.environ.pop(name, None)
    os.environ["LANG"] = "C.UTF-8"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if not has_private_keyring():
        _keep_off_the_real_keyring()


def pytest_unconfigure() -> None:
    if _home is not None:
        shutil.rmtree(_home, ignore_errors=True)


def has_private_keyring() -> bool:
    """True when scripts/bootstrap.py started these tests inside their own D-Bus session with an unlocked keyring."""
    return os.environ.get("WARROOM_PRIVATE_KEYRING") == "1"


def _user_folders(home: Path) -> dict[str, Path]:
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "AppData" / "Roaming",
        "LOCALAPPDATA": home / "AppData" / "Local",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "WARROOM_HOME": home / "warroom",
    }
    if not has_private_keyring():
        folders["XDG_RUNTIME_DIR"] = home / "run"
    return folders


def _keep_off_the_real_keyring() -> None:
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


@pytest.fixture(scope="session")
def field_data() -> Path:
    """The folder of real files from the field, which lies beside the checkout and is not part of it."""
    if not FIELD_DATA.is_dir():
        pytest.skip("the field data is not beside this checkout (../shared/data)")
    return FIELD_DATA


@pytest.fixture
def private_keyring() -> None:
    """A real, unlocked keyring that belongs to the tests alone."""
    if not has_private_keyring():
        _missing("no private keyring: run the tests with `make test`, on Linux, with dbus and gnome-keyring installed")
    # Back ends that a test makes up stay registered in the library, some with a higher priority than the real one.
    keyring.set_keyring(SecretService.Keyring())


@pytest.fixture(scope="session")
def xvfb() -> Iterator[dict[str, str]]:
    """The environment of a private X display with a window manager, for programs started by a test."""
    if shutil.which("Xvfb") is None or shutil.which("openbox") is None:
        _missing("Xvfb and openbox are not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        display = ":" + answer.readline().strip()  # Xvfb writes it once it is ready
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    yield environment
    for program in (manager, server):
        program.terminate()
        program.wait(timeout=10)


def _missing(reason: str) -> None:
    """Skip on a person's machine; fail where the tests are the judge, so that nothing is skipped unseen."""
    if os.environ.get("CI") and sys.platform == "linux":
        pytest.fail(reason)
    pytest.skip(reason)


LONGEST_FIRST = (  # so that no worker is left with one of them while the other has nothing to do
    "test_screens_are_whole.py",
    "test_longer_words_fit.py",
    "test_dialogs_are_whole.py",
    "test_without_a_mouse.py",
    "test_merge_converges.py",
    "test_erasures_converge.py",
    "test_gates_converge.py",
    "test_kill.py",
    "test_mutants.py",
    "test_rooms_converge.py",
    "test_messages_converge.py",
    "test_breakdowns.py",
    "test_namespaces.py",
    "test_dictated_calls.py",
    "test_people_files.py",
    "test_cli_processes.py",
    "test_cli_health.py",
    "test_cli_window.py",
    "test_real_window.py",
    "test_calendars.py",
    "test_first_alert.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("WARROOM_SHORT") == "1":  # .ci/run, which has twenty minutes (docs/decisions/0127)
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))
    for item in items:
        if item.get_closest_marker("xvfb") and isinstance(item, pytest.Function):
            item.fixturenames.insert(0, "xvfb")


@pytest.fixture(autouse=True)
def _english_first() -> None:
    from warroom.identity import places
    from warroom.words import speak

    speak("en")
    places._traceless.clear()  # as a program of its own, whatever portable room an earlier test opened


@pytest.fixture(autouse=True)
def _no_thread_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE
    while (left := _new_threads(before)) and time.monotonic() < deadline:
        left[0].join(timeout=0.05)
    if left:
        pytest.fail("left running: " + ", ".join(sorted(thread.name for thread in left)))


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and thread.is_alive()
        and not thread.name.startswith(OUTSIDE_THREADS)
        and not isinstance(thread, threading._DummyThread)  # Qt's own threads, seen in passing
    ]


class _Listener(logging.Handler):
    """Keeps what is logged at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _nothing_unexpected_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    expected = [marker.args[0] for marker in request.node.iter_markers("expects_log")]
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    surprises = [line for line in listener.said if not any(re.search(pattern, line) for pattern in expected)]
    if surprises:
        pytest.fail("logged without being expected:\n" + "\n".join(surprises))
    unheard = [pattern for pattern in expected if not any(re.search(pattern, line) for line in listener.said)]
    if unheard:
        pytest.fail(f"expected in the log, never logged: {unheard}")
