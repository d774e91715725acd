"""The public status page in a real Chromium: nothing for axe-core to say, nothing fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import browser, chromium, served, violations
from tests.builders import a_room, an_incident
from tests.warroom.reports.status_pages import a_public_room, let_out, texts
from warroom.room import Room

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    chromium()
    with browser() as found:
        yield found


def written(room: Room, folder: Path, **more: Any) -> Path:
    folder.mkdir(exist_ok=True)
    try:
        return room.status_page.write(folder, **more).folder
    finally:
        room.close()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return written(a_public_room(tmp_path), tmp_path / "out")


def looks(opened: Any, folder: Path, widths: tuple[int, ...] = WIDTHS) -> Iterator[tuple[str, Any]]:
    """The page in both languages, light and dark, at each width."""
    with served(folder) as address:
        for scheme in SCHEMES:
            for width in widths:
                context = opened.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
                for language in ("fr", "en"):
                    shown = context.new_page()
                    shown.goto(f"{address}{language}.html")
                    yield f"{language} {scheme} {width}", shown
                context.close()


def test_that_axe_core_finds_nothing_wrong_in_any_language_light_or_width(opened: Any, page: Path) -> None:
    seen = [(name, violations(shown)) for name, shown in looks(opened, page)]
    assert len(seen) == 8
    assert [each for each in seen if each[1]] == []


def test_that_an_empty_page_and_one_of_an_exercise_are_as_readable(opened: Any, tmp_path: Path) -> None:
    empty = written(a_room(tmp_path), tmp_path / "empty")
    (tmp_path / "drill").mkdir()
    room = a_public_room(tmp_path / "drill")
    incident = an_incident(room, title="Étoile Noire", exercise=True)
    let_out(room, incident.id, "investigating", texts("Panne jouée", "Played outage"), exercise=True)
    drill = written(room, tmp_path / "exercise", exercise=True)
    for folder in (empty, drill):  # narrow; what is wide is tried on the whole page
        seen = [(name, violations(shown)) for name, shown in looks(opened, folder, WIDTHS[:1])]
        assert len(seen) == 4
        assert [each for each in seen if each[1]] == []


def test_that_nothing_is_cut_off_at_the_side_even_with_words_that_never_end(opened: Any, tmp_path: Path) -> None:
    room = a_public_room(tmp_path)
    endless = {"title": "x" * 300, "body": "https://example.org/" + "y" * 500}
    let_out(room, an_incident(room).id, "investigating", {"fr": endless, "en": endless})
    for name, shown in looks(opened, written(room, tmp_path / "out")):
        wide = shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, name


def test_that_the_page_asks_its_own_server_only_and_logs_no_complaint(opened: Any, page: Path) -> None:
    asked, said = [], []
    with served(page) as address:
        context = opened.new_context(java_script_enabled=False)
        shown = context.new_page()
        shown.on("request", lambda request: asked.append(request.url))
        shown.on("console", lambda message: said.append(message.text))
        shown.goto(address)
        assert {url.removeprefix(address) for url in asked} <= {"", "status.css", "favicon.ico"}
        assert [each for each in said if "favicon" not in each] == []
        assert shown.locator("h1").inner_text() in ("State of services", "État des services")
        context.close()


def test_that_the_keyboard_reaches_everything_and_the_first_stop_skips_to_the_content(opened: Any, page: Path) -> None:
    with served(page) as address:
        context = opened.new_context()
        shown = context.new_page()
        shown.goto(f"{address}en.html")
        shown.keyboard.press("Tab")
        assert shown.evaluate("document.activeElement.textContent") == "Skip to the content"
        shown.keyboard.press("Enter")
        assert shown.evaluate("document.activeElement.id") == "content"
        stops = []
        for _stop in range(8):
            shown.keyboard.press("Tab")
            stops.append(shown.evaluate("document.activeElement.textContent").strip())
        assert {"This message corrects an earlier one.", "Messages: 2", "Follow by a feed reader (Atom)"} <= set(stops)
        context.close()
