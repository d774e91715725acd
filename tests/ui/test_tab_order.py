"""Tab goes through a dialog as the eye does, whatever the order in which its fields were made."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.crisis import a_crisis
from ui.desk import Desk
from ui.dialogs.correct_entry import CorrectEntryDialog
from ui.dialogs.decide import DecideDialog
from ui.dialogs.declare import DeclareDialog
from ui.dialogs.form import Form


def tabbed(qtbot: QtBot, dialog: Form) -> list[str]:
    """The names of the fields where Tab stops, from the one that has the keyboard at first."""
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    first, names = dialog.focusWidget(), []
    for _each in range(20):
        here = dialog.focusWidget()
        names.append(here.accessibleName() or getattr(here, "text", str)())
        dialog.focusNextPrevChild(True)
        if dialog.focusWidget() is first:
            return names
    raise AssertionError(f"Tab never comes back: {names}")


def test_that_tab_goes_from_the_corrected_text_to_its_time_and_then_to_the_reason(qtbot: QtBot, desk: Desk) -> None:
    entry = next(iter(desk.room.views.entries(a_crisis(desk.room).outage)))

    assert tabbed(qtbot, CorrectEntryDialog(desk, entry)) == [
        "Corrected text", "Event time", "Reason", "Cancel", "Write the correction",
    ]  # fmt: skip


def test_that_tab_stops_once_at_the_severity_that_is_chosen(qtbot: QtBot, desk: Desk) -> None:
    names = tabbed(qtbot, DeclareDialog(desk))

    assert names[:4] == ["What happens", "To qualify", "A vital service is touched: it counts as SEV1", "Impact since"]


def test_that_tab_passes_the_table_of_options_of_a_decision(qtbot: QtBot, desk: Desk) -> None:
    crisis = a_crisis(desk.room)

    names = tabbed(qtbot, DecideDialog(desk, desk.room.views.incident(crisis.outage), None))

    assert names.index("Look again at") < names.index("Known now") < names.index("Decide")
