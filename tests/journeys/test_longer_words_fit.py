"""A language whose words are longer than ours still fits on every page and in every dialog."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.screens import PAGES, a_scene, close, dialogs_of, open_page
from tests.journeys.scribe import Scribe
from tests.journeys.whole import SIZES, TIMEOUT, listed, seen_wrong, take
from ui.app import Program
from warroom import words

LONGER = 1.3  # times the usual words

pytestmark = [pytest.mark.timeout(TIMEOUT), pytest.mark.thorough]


@functools.cache
def longer(sentence: str) -> str:
    """The sentence with 30 % more letters, its holes kept."""
    extra = round(len(re.sub(r"\{\w*\}", "", sentence)) * (LONGER - 1))
    return sentence + ("~" * extra) if extra else sentence


class LongerWords:
    """A catalogue in which every sentence is 30 % longer than in English."""

    def gettext(self, message: str) -> str:
        return longer(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return longer(singular if count == 1 else plural)

    def pgettext(self, _context: str, message: str) -> str:
        return longer(message)


@pytest.fixture
def longer_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(words, "catalogue", lambda _language: LongerWords())
    yield
    monkeypatch.undo()


def test_that_a_language_with_longer_words_still_fits_on_every_page(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, longer_words: None
) -> None:
    scene = a_scene(program, tmp_path, "en")
    wrong: list[str] = []
    scene.window.resize(SIZES[1])
    for page in PAGES:
        shown = open_page(scene, page)
        scribe.settle(0.2 if page == "search" else 0.1)
        take(shown, pictures / f"longer-{page}.png")
        wrong += seen_wrong(shown, page)

    assert not wrong, listed(wrong)


def test_that_a_language_with_longer_words_still_fits_in_every_dialog(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, longer_words: None
) -> None:
    scene = a_scene(program, tmp_path, "en")
    wrong: list[str] = []
    scene.window.resize(SIZES[1])
    for name, make in dialogs_of(scene).items():
        dialog = make()
        dialog.open()
        scribe.settle(0.1)
        take(dialog, pictures / f"longer-dialog-{name}.png")
        wrong += seen_wrong(dialog, name)
        close(dialog)

    assert not wrong, listed(wrong)
