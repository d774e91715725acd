"""Paged rows: nothing is read while painting, orders settle gently, and Qt's own tester finds no fault."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from ui.models.paged import PagedModel, common_end, common_start

Selection = QItemSelectionModel.SelectionFlag


class Shelf:
    """Rows that count how often somebody asked for them."""

    def __init__(self) -> None:
        self.questions: list[list[int]] = []
        self.version = ""

    def read(self, keys: list[int]) -> dict[int, str]:
        self.questions.append(list(keys))
        return {key: f"row {key}{self.version}" for key in keys}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def model(qtbot, shelf: Shelf) -> Iterator[PagedModel[str]]:
    model = PagedModel[str](shelf.read)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


def keys(*numbers: int) -> array[int]:
    return array("q", numbers)


def shown(model: PagedModel[str]) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def test_that_data_never_reads(model: PagedModel[str], shelf: Shelf) -> None:
    model.settle(keys(3, 2, 1))

    assert shown(model) == ["…", "…", "…"]
    assert shelf.questions == []


def test_that_one_question_fills_all_misses_of_a_turn(qtbot, model: PagedModel[str], shelf: Shelf) -> None:
    model.settle(keys(3, 2, 1))
    with qtbot.waitSignal(model.dataChanged):
        shown(model)

    assert shown(model) == ["row 3", "row 2", "row 1"]
    assert len(shelf.questions) == 1


def test_that_only_a_page_is_read_of_many_rows(qtbot, model: PagedModel[str], shelf: Shelf) -> None:
    model.settle(array("q", range(20_000, 0, -1)))
    with qtbot.waitSignal(model.dataChanged):
        model.index(10_000).data()

    assert sum(map(len, shelf.questions)) < 200
    assert model.index(10_000).data() == "row 10000"
    assert model.index(18_000).data() == "…"


def test_that_an_inserted_row_is_there_at_once(model: PagedModel[str]) -> None:
    model.settle(keys(2, 1))
    model.insert(0, keys(3))

    assert model.index(0).data() == "row 3"


def test_that_a_changed_row_is_shown_as_it_was_until_it_is_read_again(
    qtbot, model: PagedModel[str], shelf: Shelf
) -> None:
    model.settle(keys(1))
    with qtbot.waitSignal(model.dataChanged):
        shown(model)
    shelf.version = " corrected"
    with qtbot.waitSignals([model.dataChanged, model.dataChanged]):
        model.refresh([1])
        assert shown(model) == ["row 1"]

    assert shown(model) == ["row 1 corrected"]


def test_that_what_is_chosen_stays_chosen_when_the_rest_of_the_order_arrives(model: PagedModel[str]) -> None:
    model.settle(keys(9, 8, 7))
    chosen = QItemSelectionModel(model)
    chosen.select(model.index(1), Selection.Select)
    model.settle(keys(9, 8, 7, 6, 5))
    model.insert(0, keys(10))

    assert [index.data(Qt.ItemDataRole.UserRole + 2) for index in chosen.selectedIndexes()] == [8]


def test_that_a_small_cache_still_answers_everything(
    qtbot, model: PagedModel[str], shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.models.paged.ROWS_KEPT", 100)
    model.settle(array("q", range(1_000)))
    for start in range(0, 1_000, 40):
        qtbot.waitUntil(lambda start=start: model.index(start).data() == f"row {start}")


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_that_any_order_settles_into_any_other(old: list[int], new: list[int]) -> None:
    model = PagedModel[str](lambda wanted: {key: str(key) for key in wanted})
    model.settle(array("q", old))
    model.settle(array("q", new))

    assert [model.key_at(row) for row in range(model.rowCount())] == new


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_that_common_ends_are_found(old: list[int], new: list[int]) -> None:
    first, second = array("q", old), array("q", new)
    start = common_start(first, second)
    end = common_end(first, second, most=min(len(old), len(new)) - start)

    assert old[:start] == new[:start]
    assert old[len(old) - end :] == new[len(new) - end :]
    assert start == min(len(old), len(new)) or old[start] != new[start]
