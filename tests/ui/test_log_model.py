"""The log as a model: what is written here or elsewhere appears in its place, without reading everything again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from tests.builders import an_entry, an_incident
from ui.desk import Desk
from ui.models.log import LogModel
from warroom.commands import CorrectEntry, MarkEntry
from warroom.domain.entries import Kind, Verification
from warroom.room import LogFilter, Order

MINUTE = 60_000


@pytest.fixture
def incident(desk: Desk) -> str:
    return an_incident(desk.room).id


@pytest.fixture
def model(desk: Desk, incident: str) -> Iterator[LogModel]:
    model = LogModel(desk)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


def texts(model: LogModel) -> list[str]:
    found = [model.value_now(row) for row in range(model.rowCount())]
    return [row.entry.text for row in found if row]


def write(desk: Desk, incident: str, text: str, **more: object) -> str:
    desk.room.clock.advance(seconds=60)  # type: ignore[attr-defined]  # tests have a clock that moves when told
    return an_entry(desk.room, incident, text=text, **more).id


def test_that_the_newest_entry_comes_first(desk: Desk, incident: str, model: LogModel) -> None:
    write(desk, incident, "un")
    write(desk, incident, "deux")
    model.show(incident)

    assert texts(model)[:2] == ["deux", "un"]


def test_that_a_new_entry_is_one_insertion_at_the_top(qtbot, desk: Desk, incident: str, model: LogModel) -> None:
    write(desk, incident, "un")
    model.show(incident)
    before = model.rowCount()
    with qtbot.waitSignal(model.arrived) as arrived:
        write(desk, incident, "deux")

    assert arrived.args == [0, 1]
    assert model.rowCount() == before + 1
    assert texts(model)[0] == "deux"


def test_that_an_entry_of_another_incident_stays_out(qtbot, desk: Desk, incident: str, model: LogModel) -> None:
    other = an_incident(desk.room, title="Autre").id
    model.show(incident)
    before = texts(model)
    with qtbot.waitSignal(desk.changes.changed):
        write(desk, other, "ailleurs")

    assert texts(model) == before


def test_that_a_late_entry_lands_in_its_place_in_order_of_events(
    qtbot, desk: Desk, incident: str, model: LogModel
) -> None:
    now = desk.room.clock.now_ms()
    write(desk, incident, "ancien", event_at=now - 30 * MINUTE)
    write(desk, incident, "récent", event_at=now)
    model.show(incident, LogFilter(kinds=frozenset()), Order.EVENT)
    with qtbot.waitSignal(model.arrived) as arrived:
        write(desk, incident, "entre les deux", event_at=now - 10 * MINUTE)

    said = texts(model)
    assert said.index("récent") < said.index("entre les deux") < said.index("ancien")
    assert arrived.args[1] == 1


def test_that_a_filter_lets_in_only_what_it_asks(qtbot, desk: Desk, incident: str, model: LogModel) -> None:
    write(desk, incident, "fait", kind=Kind.FACT)
    write(desk, incident, "autre")
    with qtbot.waitSignal(model.settled):
        model.show(incident, LogFilter(kinds=frozenset({Kind.FACT})))
    assert texts(model) == ["fait"]

    with qtbot.waitSignal(model.settled):
        write(desk, incident, "second fait", kind=Kind.FACT)

    assert texts(model) == ["second fait", "fait"]


def test_that_a_mark_shows_on_its_line(qtbot, desk: Desk, incident: str, model: LogModel) -> None:
    entry = write(desk, incident, "à voir")
    model.show(incident)
    texts(model)
    with qtbot.waitSignal(model.dataChanged):
        desk.room.do(MarkEntry(entry=entry, verification=Verification.VERIFIED)).result()

    row = model.value_now(0)
    assert row is not None
    assert row.entry.verification is Verification.VERIFIED


def test_that_a_mark_takes_an_entry_out_of_a_filter_on_verification(
    qtbot, desk: Desk, incident: str, model: LogModel
) -> None:
    entry = write(desk, incident, "à voir", verification=Verification.TO_VERIFY)
    with qtbot.waitSignal(model.settled):
        model.show(incident, LogFilter(verification=frozenset({Verification.TO_VERIFY})))
    assert texts(model) == ["à voir"]
    with qtbot.waitSignal(model.settled):
        desk.room.do(MarkEntry(entry=entry, verification=Verification.VERIFIED)).result()

    assert texts(model) == []


def test_that_a_correction_shows_the_old_text_and_is_named_by_the_old_entry(
    qtbot, desk: Desk, incident: str, model: LogModel
) -> None:
    with qtbot.waitSignal(desk.changes.changed):
        wrong = write(desk, incident, "à 11:54")
    model.show(incident)
    texts(model)
    with qtbot.waitSignal(model.arrived):
        desk.room.do(CorrectEntry(entry=wrong, text="à 11:45", reason="sonde relue")).result()
    qtbot.waitUntil(lambda: bool(model.value_now(1).entry.corrected_by))  # type: ignore[union-attr]

    first, second = model.value_now(0), model.value_now(1)
    assert first is not None
    assert second is not None
    assert (first.entry.text, first.original) == ("à 11:45", "à 11:54")
    assert second.entry.corrected_by == (first.entry.number,)


def test_that_a_long_log_shows_its_first_page_before_the_rest(
    qtbot, desk: Desk, incident: str, model: LogModel, monkeypatch
) -> None:
    monkeypatch.setattr("ui.models.log.SMALL", 10)
    monkeypatch.setattr("ui.models.log.FIRST", 5)
    for number in range(30):
        write(desk, incident, f"{number}")
    with qtbot.waitSignal(model.settled):
        model.show(incident)
        assert texts(model) == ["29", "28", "27", "26", "25"]
        assert not model.is_whole

    assert texts(model)[:30] == [str(number) for number in range(29, -1, -1)]


def test_that_a_filter_shows_its_first_page_before_the_rest(
    qtbot, desk: Desk, incident: str, model: LogModel, monkeypatch
) -> None:
    monkeypatch.setattr("ui.models.log.SMALL", 10)
    monkeypatch.setattr("ui.models.log.FIRST", 5)
    for number in range(30):
        write(desk, incident, f"sonde {number}")
    with qtbot.waitSignal(model.settled):
        model.show(incident)
    with qtbot.waitSignal(model.settled):
        with qtbot.waitSignal(model.rowsRemoved):
            model.show(incident, LogFilter(words="sonde"))
        assert texts(model) == [f"sonde {number}" for number in (29, 28, 27, 26, 25)]
        assert not model.is_whole

    assert texts(model) == [f"sonde {number}" for number in range(29, -1, -1)]


def test_that_a_filter_that_fits_on_one_page_is_whole_at_once(
    qtbot, desk: Desk, incident: str, model: LogModel, monkeypatch
) -> None:
    monkeypatch.setattr("ui.models.log.SMALL", 10)
    for number in range(30):
        write(desk, incident, f"sonde {number}")
    with qtbot.waitSignal(model.settled):
        model.show(incident, LogFilter(words="sonde 17"))

    assert texts(model) == ["sonde 17"]
    assert model.is_whole


def test_that_an_entry_written_while_the_order_is_read_is_not_lost(
    qtbot, desk: Desk, incident: str, model: LogModel, monkeypatch
) -> None:
    monkeypatch.setattr("ui.models.log.SMALL", 10)
    for number in range(30):
        write(desk, incident, f"{number}")
    model.show(incident)
    write(desk, incident, "pendant")
    qtbot.waitUntil(lambda: model.is_whole and model.rowCount() == 32)

    assert texts(model)[:2] == ["pendant", "29"]
