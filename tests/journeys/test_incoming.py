"""A press call through the real window, by keys alone: taken in, triaged, decided, promised, answered, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.journeys.eyes import left_in_english
from tests.journeys.journey import Journey
from tests.journeys.scribe import Scribe
from ui.app import Program
from ui.dialogs.inbound_moves import AnswerDialog, DecideInboundDialog, TriageDialog
from ui.dialogs.inbound_sheet import MessageSheetDialog
from ui.dialogs.promise import KeepPromiseDialog, PromiseDialog
from ui.dialogs.rumour import JudgeRumourDialog, RumourDialog
from ui.incoming_pages import incoming_page
from ui.panels.confidence import ConfidencePanel
from ui.panels.incoming import IncomingPanel
from warroom.clock import FixedClock
from warroom.commands import RegisterPrintout
from warroom.domain.inbound import InboundState, PromiseState, RumourState
from warroom.domain.paper import PrintKind
from warroom.words import LANGUAGES, language

CALLER = "Sophie Garnier, Le Quotidien"


@pytest.fixture
def journey(scribe: Scribe, program: Program, pictures: Path) -> Journey:
    return Journey(scribe, program, pictures)


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_that_a_call_is_carried_to_its_answer_and_counted_without_a_mouse(
    journey: Journey, tmp_path: Path, spoken: str
) -> None:
    journey.program.tongue.speak(spoken)
    incident = an_open_incident(journey, tmp_path)

    take_the_call(journey, incident)
    triage_and_decide(journey, incident)
    promise_a_figure(journey, incident)
    answer(journey, incident)
    keep_the_promise(journey, incident)
    hear_a_rumour(journey, incident)
    type_a_sheet_back(journey, incident)
    look_at_confidence(journey)


def an_open_incident(journey: Journey, folder: Path) -> str:
    room = a_room(folder, clock=FixedClock(NOON))
    incident = an_incident(room, title="Panne du cœur de réseau").id
    journey.window = journey.program.show_room(room)
    journey.open_window.open_incident(incident)
    journey.scribe.back_in(journey.open_window)
    return incident


def page(journey: Journey) -> IncomingPanel:
    return incoming_page(journey.open_window.pages)


def wait(journey: Journey, minutes: int) -> None:
    clock = journey.room.clock
    assert isinstance(clock, FixedClock)
    clock.advance(seconds=60 * minutes)


def take_the_call(journey: Journey, incident: str) -> None:
    """From, by what, the words; Enter: nothing else has to be touched."""
    scribe = journey.scribe
    scribe.press("Alt+I")
    scribe.until(lambda: page(journey).intake.from_who is scribe.hand)
    scribe.write(CALLER)
    scribe.press("Tab", "Down", "Tab")  # the first channel is the telephone
    scribe.tab_to(page(journey).intake.text)
    scribe.write("Combien de clients sont touchés ?")
    scribe.press("Return")
    scribe.until(lambda: len(journey.views.inbounds(incident)) == 1)
    (made,) = journey.views.inbounds(incident)
    assert (made.from_who, made.channel, made.received_by) == (CALLER, "phone", "Léa Martin")
    scribe.until(lambda: page(journey).messages._model.rowCount() == 1)
    whole(journey, "incoming-taken")


def triage_and_decide(journey: Journey, incident: str) -> None:
    scribe = journey.scribe
    wait(journey, 2)
    to_the_list(journey)
    scribe.press("Return")
    triage = scribe.dialog(TriageDialog)
    scribe.write("COM")
    scribe.leave(triage)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: state(journey, incident) is InboundState.TRIAGED)
    wait(journey, 3)
    to_the_list(journey)
    scribe.press("Return")
    decide = scribe.dialog(DecideInboundDialog)
    scribe.write("Rappeler avec le chiffre vérifié")
    scribe.leave(decide)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: state(journey, incident) is InboundState.DECIDED)


def promise_a_figure(journey: Journey, incident: str) -> None:
    """Who it is to, and where it was made, come from the message."""
    scribe = journey.scribe
    to_the_list(journey)
    scribe.press("P")
    dialog = scribe.dialog(PromiseDialog)
    assert (dialog.to_whom.text(), dialog.source.text()) == (CALLER, "A-ME01")
    scribe.write("Donner le nombre de clients")
    scribe.fill("Léa Martin", dialog.owner)
    scribe.fill("+45", dialog.due_at.line)
    scribe.leave(dialog)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: len(journey.views.promises(incident)) == 1)


def answer(journey: Journey, incident: str) -> None:
    scribe = journey.scribe
    wait(journey, 7)
    to_the_list(journey)
    scribe.press("Return")
    dialog = scribe.dialog(AnswerDialog)
    scribe.write("2 400 clients, chiffre vérifié à midi")
    scribe.leave(dialog)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: state(journey, incident) is InboundState.ANSWERED)
    times = journey.views.inbounds(incident)[0].visas
    assert [((at or 0) - NOON) // 60_000 for at, _name in times] == [0, 2, 5, 12]


def keep_the_promise(journey: Journey, incident: str) -> None:
    scribe = journey.scribe
    assert journey.open_window.desk.verbs.use("go-promises")
    scribe.until(lambda: page(journey).promises._model.rowCount() == 1)
    page(journey).promises.setFocus()
    whole(journey, "incoming-promise")
    scribe.press("K")
    scribe.leave(scribe.dialog(KeepPromiseDialog))
    scribe.back_in(journey.open_window)
    scribe.until(lambda: journey.views.promises(incident)[0].state is PromiseState.KEPT)


def hear_a_rumour(journey: Journey, incident: str) -> None:
    """Noted with one key, judged with one, and its message is begun."""
    scribe = journey.scribe
    assert journey.open_window.desk.verbs.use("go-rumours")
    page(journey).rumours.setFocus()
    scribe.press("N")
    heard = scribe.dialog(RumourDialog)
    scribe.write("Les mots de passe auraient fuité")
    scribe.leave(heard)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: page(journey).rumours._model.rowCount() == 1)
    page(journey).rumours.setFocus()
    scribe.press("J")
    judge = scribe.dialog(JudgeRumourDialog)
    judge.state.choose(RumourState.FALSE)
    scribe.fill("Aucun accès sortant", judge.finding)
    scribe.leave(judge)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: journey.views.rumours(incident)[0].state is RumourState.FALSE)
    whole(journey, "incoming-rumour")
    page(journey).rumours.setFocus()
    scribe.press("M")
    scribe.until(lambda: bool(journey.views.rumours(incident)[0].message))


def type_a_sheet_back(journey: Journey, incident: str) -> None:
    """What was taken on paper while no laptop stood at the telephone."""
    scribe = journey.scribe
    printed = RegisterPrintout(kind=PrintKind.MESSAGES, incident=incident, sheets=1)
    (sheet,) = journey.room.do(printed).result().sheets
    scribe.press("Alt+I")
    page(journey).messages.type_sheet()
    dialog = scribe.dialog(MessageSheetDialog)
    scribe.write(sheet)
    scribe.fill("Mairie du Lac", dialog.from_who)
    scribe.fill("Que dire aux écoles ?", dialog.text)
    scribe.fill("nr", dialog.visas[0])
    scribe.fill("-30", dialog.times[0].line)
    scribe.leave(dialog)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: len(journey.views.inbounds(incident)) == 2)


def look_at_confidence(journey: Journey) -> None:
    scribe = journey.scribe
    scribe.press("Ctrl+Shift+Q")
    figures = journey.open_window.pages.page("confidence")
    assert isinstance(figures, ConfidencePanel)
    scribe.until(lambda: "kept" in figures.lines and figures.lines["contacts"].value == "2")
    said = {key: line.value.replace("\u00a0", " ") for key, line in figures.lines.items()}
    assert (said["median"], said["kept"]) == ("12 min", "100 %")
    whole(journey, "confidence")


def whole(journey: Journey, name: str) -> None:
    journey.take(name)
    assert language() == "en" or left_in_english() == []


def state(journey: Journey, incident: str) -> InboundState:
    return journey.views.inbounds(incident)[-1].state


def to_the_list(journey: Journey) -> None:
    """Tab goes on from the words to the list."""
    panel = page(journey)
    panel.messages._latest.ask()
    journey.scribe.until(lambda: panel.messages._model.rowCount() == 1)
    panel.messages.setFocus()
