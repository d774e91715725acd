"""Long work goes to other threads and comes back to whoever still lives."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from ui.desk import Desk
from ui.tasks import Cancelled, Job, Tasks
from ui.trouble import Notice, Notices
from warroom.commands import ChangeStatus, LogEntry
from warroom.domain.incidents import Status
from warroom.errors import Trouble


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def tasks(notices: Notices) -> Iterator[Tasks]:
    made = Tasks(notices)
    yield made
    made.close()


def test_that_the_result_comes_back_to_the_thread_of_the_screen(qtbot: QtBot, tasks: Tasks) -> None:
    owner, back = QObject(), []

    tasks.run(
        lambda _job: threading.current_thread(),
        owner=owner,
        done=lambda worker: back.append((worker, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(back))

    worker, here = back[0]
    assert worker is not threading.main_thread()
    assert here is threading.main_thread()


def test_that_a_result_for_a_destroyed_owner_is_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    owner, back, go = QObject(), [], threading.Event()
    tasks.run(lambda _job: go.wait(5), owner=owner, done=back.append)

    owner.deleteLater()
    qtbot.wait(20)
    go.set()
    qtbot.wait(50)

    assert back == []


def test_that_cancelled_work_stops_at_its_next_step_and_shows_no_trouble(
    qtbot: QtBot, tasks: Tasks, notices: Notices
) -> None:
    owner, shown, ended, started = QObject(), [], [], threading.Event()
    notices.shown.connect(shown.append)

    def count(job: Job) -> None:
        for at in range(10_000):
            job.step(at, 10_000)
            started.set()
            threading.Event().wait(0.002)

    job = tasks.run(count, owner=owner, failed=ended.append)
    started.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: bool(ended))

    assert isinstance(ended[0], Cancelled)
    assert shown == []


def test_that_progress_reaches_its_end(qtbot: QtBot, tasks: Tasks) -> None:
    owner, steps, ended = QObject(), [], []

    def work(job: Job) -> None:
        for at in range(1, 101):
            job.step(at, 100)

    tasks.run(work, owner=owner, done=ended.append, progress=lambda at, total: steps.append((at, total)))
    qtbot.waitUntil(lambda: bool(ended))

    assert steps[-1] == (100, 100)
    assert len(steps) < 100


def test_that_trouble_nobody_waits_for_is_shown(qtbot: QtBot, tasks: Tasks, notices: Notices) -> None:
    owner, shown = QObject(), []
    notices.shown.connect(shown.append)

    def fail(_job: Job) -> None:
        raise Trouble("disk-full", "The disk is full.", safe="Everything saved is safe.", todo="Free some space.")

    tasks.run(fail, owner=owner)
    qtbot.waitUntil(lambda: bool(shown))

    assert shown == [Notice("The disk is full.", "Everything saved is safe.", "Free some space.")]


def test_that_a_command_is_followed_to_the_disk(qtbot: QtBot, desk: Desk) -> None:
    incident = an_incident(desk.room)
    owner, logged = QObject(), []

    desk.tasks.follow(desk.room.do(LogEntry(incident=incident.id, text="Bascule")), owner=owner, done=logged.append)
    qtbot.waitUntil(lambda: bool(logged))

    assert desk.room.views.entry(logged[0].id).text == "Bascule"


def test_that_a_refused_command_is_told_to_who_asked(qtbot: QtBot, desk: Desk) -> None:
    incident = an_incident(desk.room)
    owner, refused = QObject(), []
    command = ChangeStatus(incident=incident.id, status=Status.RESOLVED, reason="")

    desk.tasks.follow(desk.room.do(command), owner=owner, failed=refused.append)
    qtbot.waitUntil(lambda: bool(refused))

    assert refused[0].code == "reason-missing"


def test_that_nothing_begins_after_closing(notices: Notices) -> None:
    tasks = Tasks(notices)
    tasks.close()

    assert tasks.run(lambda _job: None, owner=QObject()).is_cancelled
