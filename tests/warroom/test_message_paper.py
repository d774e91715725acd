"""A message on paper: to be signed before it goes out, word for word afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.ui.messages import WRITER, a_message, released, words_said
from warroom import words
from warroom.domain.messages import Release
from warroom.reports.document import Paragraph, Question
from warroom.reports.leaflet import Made
from warroom.reports.message_paper import message_document, message_leaflet
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = a_room(tmp_path, member=WRITER)
    yield made  # type: ignore[misc]
    made.close()


def made_of(room: Room) -> Made:
    return Made(room.views.within(()), room.member, NOON)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_a_message_to_be_approved_has_a_line_to_sign_and_says_what_is_in_the_way(
    room: Room, language: str
) -> None:
    incident = an_incident(room).id
    hole = {each: {"title": "Point", "body": "Le ⟦workaround⟧."} for each in ("fr", "en")}
    message = a_message(room, incident, texts=hole)
    line = room.views.message_line(message.id)
    assert line is not None
    words.speak(language)
    try:
        document = message_document(made_of(room), line)
    finally:
        words.speak("en")

    blocks = [block for section in document.sections for block in section.blocks]
    assert any(isinstance(block, Question) for block in blocks)
    assert any(isinstance(block, Paragraph) and "⟦workaround⟧" in block.text for block in blocks)
    assert [section.title for section in document.sections][:2] == ["Français", "English"]


def test_that_what_went_out_is_printed_word_for_word_with_its_fingerprint(room: Room) -> None:
    incident = an_incident(room).id
    message = a_message(room, incident, texts=words_said("Panne en cours"))
    release: Release = released(room, message.id)
    line = room.views.message_line(message.id)
    assert line is not None

    leaflet = message_leaflet(made_of(room), line)

    assert leaflet.pdf.startswith(b"%PDF-")
    assert release.digest.encode() in leaflet.html
    assert b"Panne en cours. fr" in leaflet.html
