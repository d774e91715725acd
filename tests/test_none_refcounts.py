"""Qt calls and signals leave the reference counts of None, True and False alone.

PySide6 6.12.0 on Python 3.11 loses a reference to None at each call that returns nothing, until the program aborts.
From Python 3.12 these objects are immortal and their counts are constant, so the same tests hold there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QTimer, Signal, Slot

TIMES = 20_000
NOISE = 50  # references that the interpreter itself takes and drops meanwhile


class Speaker(QObject):
    """Says everything a signal of ours may carry."""

    said = Signal(object)
    switched = Signal(bool)
    happened = Signal()


class Hearer(QObject):
    """Counts what it hears, in slots that return nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    @Slot(object)
    def hear(self, _value: object) -> None:
        self.heard += 1

    @Slot(bool)
    def notice(self, _on: bool) -> None:
        self.heard += 1

    @Slot()
    def wake(self) -> None:
        self.heard += 1


def _lost_or_gained(act: Callable[[], object]) -> dict[str, int]:
    act()
    before = [sys.getrefcount(single) for single in (None, True, False)]
    for _ in range(TIMES):
        act()
    after = [sys.getrefcount(single) for single in (None, True, False)]
    moved = zip(("None", "True", "False"), before, after, strict=True)
    return {name: new - old for name, old, new in moved if abs(new - old) > NOISE}


@pytest.fixture
def speaker(qapp: QObject) -> Speaker:
    return Speaker()


@pytest.fixture
def hearer(speaker: Speaker) -> Hearer:
    hearer = Hearer()
    speaker.said.connect(hearer.hear)
    speaker.switched.connect(hearer.notice)
    speaker.happened.connect(hearer.wake)
    return hearer


def test_that_calls_returning_nothing_keep_every_reference_to_none(qapp: QObject) -> None:
    timer = QTimer()
    assert _lost_or_gained(lambda: timer.setInterval(5)) == {}


def test_that_calls_taking_and_returning_truth_keep_every_reference(qapp: QObject) -> None:
    timer = QTimer()

    def turn() -> None:
        timer.setSingleShot(True)
        assert timer.isSingleShot()
        timer.setSingleShot(False)
        assert not timer.isSingleShot()

    assert _lost_or_gained(turn) == {}


@pytest.mark.parametrize("value", [None, True, False])
def test_that_a_signal_carrying_an_object_keeps_every_reference(
    speaker: Speaker, hearer: Hearer, value: bool | None
) -> None:
    assert _lost_or_gained(lambda: speaker.said.emit(value)) == {}
    assert hearer.heard == TIMES + 1


@pytest.mark.parametrize("on", [True, False])
def test_that_a_signal_carrying_truth_keeps_every_reference(speaker: Speaker, hearer: Hearer, on: bool) -> None:
    assert _lost_or_gained(lambda: speaker.switched.emit(on)) == {}
    assert hearer.heard == TIMES + 1


def test_that_an_empty_signal_keeps_every_reference(speaker: Speaker, hearer: Hearer) -> None:
    assert _lost_or_gained(speaker.happened.emit) == {}
    assert hearer.heard == TIMES + 1


def test_that_properties_set_to_none_and_truth_keep_every_reference(qapp: QObject) -> None:
    thing = QObject()

    def set_and_read() -> None:
        for value in (True, False, None):
            thing.setProperty("note", value)
            thing.property("note")

    assert _lost_or_gained(set_and_read) == {}
