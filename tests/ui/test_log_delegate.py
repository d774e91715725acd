"""A log line says what it must, in words and not by colour alone, and is as tall as its text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from tests.builders import NOON, an_entry, an_incident
from ui.delegates.log_entry import LogEntryDelegate
from ui.delegates.log_layout import lay_out
from ui.desk import Desk
from ui.models.log import LogModel
from ui.models.log_words import LogWords, words_of
from ui.theme import Look
from warroom.commands import CorrectEntry
from warroom.domain.entries import Entry, Kind, Verification
from warroom.domain.ids import EntryId, IncidentId
from warroom.room import Order

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
PLAIN = Entry(
    key=1,
    id=EntryId("0" * 32),
    incident=IncidentId("1" * 32),
    number="A-0042",
    kind=Kind.FACT,
    text="Badges hors service",
    event_at=NOON,
    recorded_at=NOON + MINUTE,
    offset_min=60,
    zone="Europe/Paris",
    author="Léa Martin",
    station="A",
)


def said(words: LogWords) -> str:
    return " | ".join(piece.text for piece in words.pieces)


def test_that_an_entry_written_at_once_stands_under_its_event_time() -> None:
    words = words_of(PLAIN, order=Order.RECORDED)

    assert words.time == words_of(replace(PLAIN, recorded_at=NOON), order=Order.RECORDED).time
    assert "late" not in said(words)
    assert "Fact" in said(words)
    assert "typed by Léa Martin" in said(words)


def test_that_a_late_entry_stands_where_it_was_written_and_says_when_it_happened() -> None:
    late = replace(PLAIN, event_at=NOON - 25 * MINUTE)
    on_time = words_of(PLAIN, order=Order.RECORDED)
    words = words_of(late, order=Order.RECORDED)

    assert words.time != words_of(late, order=Order.EVENT).time
    assert f"late entry, {words_of(late, order=Order.EVENT).time}" in said(words)
    assert words.band == on_time.band  # a mark, not a wash


def test_that_an_imported_history_is_old_and_not_late() -> None:
    old = replace(PLAIN, event_at=NOON - 400 * DAY, source="github-status:x")

    assert "late" not in said(words_of(old, order=Order.RECORDED))
    assert "imported" in said(words_of(old, order=Order.RECORDED))


@pytest.mark.parametrize(
    ("state", "word", "tone"),
    [
        (Verification.VERIFIED, "verified", "done"),
        (Verification.TO_VERIFY, "to verify", "sev3"),
        (Verification.REFUTED, "refuted", "sev1"),
    ],
)
def test_that_verification_is_a_word_and_a_colour(state: Verification, word: str, tone: str) -> None:
    head = next(
        piece for piece in words_of(replace(PLAIN, verification=state), order=Order.RECORDED).pieces if piece.bold
    )

    assert head.text == f"Fact · {word}"
    assert head.tone == tone


def test_that_a_key_event_and_an_exercise_are_said_in_words() -> None:
    words = words_of(replace(PLAIN, key_event=True, exercise=True), order=Order.RECORDED)

    assert said(words).startswith("EXERCISE | Key event | ")


def test_that_a_corrected_entry_is_struck_and_leads_to_its_correction() -> None:
    words = words_of(replace(PLAIN, corrected_by=("A-0051",)), order=Order.RECORDED)

    assert words.is_struck
    assert [piece.leads_to for piece in words.pieces if piece.leads_to] == ["A-0051"]


def test_that_a_correction_shows_the_old_text_and_is_not_called_late() -> None:
    correction = replace(
        PLAIN, kind=Kind.CORRECTION, corrects=PLAIN.id, corrects_number="A-0042", recorded_at=NOON + 60 * MINUTE
    )
    words = words_of(correction, order=Order.RECORDED, original="Badges en service")

    assert words.original == "Badges en service"
    assert "late" not in said(words)
    assert "corrects A-0042" in said(words)


def test_that_a_line_is_as_tall_as_its_text(qtbot) -> None:
    look = Look()
    short = lay_out(look, words_of(PLAIN, order=Order.RECORDED), separator="", width=600)
    long = lay_out(look, words_of(replace(PLAIN, text="mot " * 200), order=Order.RECORDED), separator="", width=600)
    narrow = lay_out(look, words_of(replace(PLAIN, text="mot " * 200), order=Order.RECORDED), separator="", width=300)

    assert short.height < 70
    assert short.height < long.height < narrow.height


def test_that_every_piece_stays_within_the_line(qtbot) -> None:
    entry = replace(
        PLAIN,
        from_who="un très long nom d'émetteur " * 6,
        services="API, Chat",
        attachments=2,
        corrected_by=("A-0051",),
    )
    laid = lay_out(Look(), words_of(entry, order=Order.RECORDED), separator="", width=360)

    assert all(placed.place.right() <= 360 and placed.place.bottom() <= laid.height for placed in laid.pieces)


def test_that_a_hundred_thousand_characters_do_not_make_an_endless_line(qtbot) -> None:
    laid = lay_out(Look(), words_of(replace(PLAIN, text="x" * 100_000), order=Order.RECORDED), separator="", width=400)

    assert laid.height < 5_000


def test_that_days_are_separated_and_today_needs_no_name(desk: Desk) -> None:
    incident = an_incident(desk.room).id
    desk.room.clock.advance(seconds=86_400)  # type: ignore[attr-defined]  # tests have a clock that moves when told
    an_entry(desk.room, incident, text="le lendemain")
    model, delegate = LogModel(desk), LogEntryDelegate(desk)
    model.show(incident)
    assert model.value_now(0) is not None
    assert model.value_now(1) is not None

    assert delegate.laid(model.index(0), 600).separator == ""
    assert "Nov 2026" in delegate.laid(model.index(1), 600).separator


def test_that_a_click_on_a_number_leads_to_that_entry(desk: Desk) -> None:
    incident = an_incident(desk.room).id
    wrong = an_entry(desk.room, incident)
    desk.room.do(CorrectEntry(entry=wrong.id, text="autre", reason="relu")).result()
    model, delegate = LogModel(desk), LogEntryDelegate(desk)
    model.show(incident)
    assert model.value_now(0) is not None
    laid = delegate.laid(model.index(0), 600)
    link = next(placed for placed in laid.pieces if placed.piece.leads_to)

    assert laid.link_at(link.place.center()) == wrong.number
    assert laid.link_at(QPointF(1, 1)) == ""


def test_that_a_line_is_painted_with_its_band(desk: Desk) -> None:
    incident = an_incident(desk.room).id
    an_entry(desk.room, incident, kind=Kind.HYPOTHESIS)
    model, delegate = LogModel(desk), LogEntryDelegate(desk)
    model.show(incident)
    assert model.value_now(0) is not None
    picture = QImage(600, 80, QImage.Format.Format_ARGB32)
    picture.fill(desk.look.color("panel"))
    painter = QPainter(picture)
    option = QStyleOptionViewItem()
    option.rect = picture.rect()
    delegate.paint(painter, option, model.index(0))
    painter.end()

    assert picture.pixelColor(1, 20) == desk.look.color("sev3")
    assert picture.pixelColor(300, 3) == desk.look.color("panel")
