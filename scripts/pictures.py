"""Pictures of every screen, to be looked at: `python -m scripts.pictures FOLDER [--language fr] [--size 1440x900]`.

`--readme` makes those of the README anew: `python -m scripts.pictures docs/pictures --readme`.

French and English, light and dark, on the demonstration; offscreen, in a home folder of their own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["WARROOM_KEYRING"] = "off"
os.environ["TZ"] = "Europe/Paris"  # the same clocks wherever they are made
time.tzset()

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.app import Program
    from ui.window import MainWindow

SIZES = ("1440x900", "1366x768", "1280x720")
PAGES = (
    "board", "incident", "actions", "decisions", "cell", "point", "deadlines", "outlook", "alarms", "search", "paper",
    "members", "security", "evidence", "mobilisation", "relief", "field", "roster", "oncall", "seats", "skills",
    "messages", "outbox", "incoming", "press", "confidence", "templates", "audiences",
    "reviews", "plan", "memory", "improvement",
)  # fmt: skip
SEARCHED = {"fr": "réseau", "en": "network"}
PAGE_SECONDS, DIALOG_SECONDS = 1.2, 0.3


class Album:
    """Takes the pictures of one language, one theme and one size."""

    def __init__(self, folder: Path, *, language: str, dark: bool, size: str) -> None:
        self._folder, self._language, self._dark, self._size = folder, language, dark, size
        self.taken: list[Path] = []

    def take(self, name: str, widget: QWidget) -> None:
        theme = "dark" if self._dark else "light"
        path = self._folder / f"{name}-{self._language}-{theme}-{self._size}.png"
        widget.grab().save(str(path))
        self.taken.append(path)

    def fill(self, home: Path) -> None:
        """Play through the screens on a demonstration made for this album."""
        from ui.app import Program
        from ui.offscreen import settle
        from ui.settings import Settings
        from ui.theme import Look
        from warroom.demo import make_demo

        room = make_demo(home / "demo.warroom", language=self._language)
        settings = Settings(language=self._language, dark=self._dark, path=home / "window.json")
        program = Program(settings=settings, look=Look(dark=self._dark))
        program.dress()
        window = program.show_room(room)
        window.resize(*map(int, self._size.split("x")))
        for page in PAGES:
            if page == "search":
                window.pages.look_for(SEARCHED[self._language])
            else:
                window.open_page(page)
            settle(PAGE_SECONDS)
            self.take(page, window)
        self._take_reviews(window)
        self._take_dialogs(window)
        self._take_start(program)
        program.close()

    def fill_stations(self, home: Path) -> None:
        """The page of stations, a merge before it happens, what it brought, and what is to be settled then."""
        worked_apart = import_module("scripts.three_stations").worked_apart
        from ui.app import Program
        from ui.offscreen import settle
        from ui.settings import Settings
        from ui.theme import Look

        room, looked, incident = worked_apart(home, self._language)
        settings = Settings(language=self._language, dark=self._dark, path=home / "window.json")
        program = Program(settings=settings, look=Look(dark=self._dark))
        program.dress()
        window = program.show_room(room)
        window.resize(*map(int, self._size.split("x")))
        window.open_incident(incident)
        window.stick_bar.offer(looked)
        window.open_page("stations")
        settle(PAGE_SECONDS)
        self.take("stick", window)
        window.stick_bar.later.click()
        settle(PAGE_SECONDS)
        self.take("stations", window)
        window.pages.stations().show_merge(looked)
        settle(PAGE_SECONDS)
        self.take("merge", window)
        window.pages.stations().merge.merge()
        settle(PAGE_SECONDS)
        self.take("missed", window)
        window.open_page("conflicts")
        settle(PAGE_SECONDS)
        self.take("conflicts", window)
        for verb in ("write-bundle",):
            window.desk.verbs.use(verb)
            settle(DIALOG_SECONDS)
            self._take_dialog(verb, window)
        program.close()

    def _take_reviews(self, window: MainWindow) -> None:
        """Each step of the review that has the most causes."""
        from ui.learning_pages import reviews_page
        from ui.offscreen import settle
        from warroom.domain.rex import Step

        views = window.desk.room.views
        rex = max(views.rexes(), key=lambda one: len(views.causes(one.incident)))
        window.open_page("reviews")
        for step in Step:
            reviews_page(window.pages).open_review(rex.id, step=step)
            settle(PAGE_SECONDS)
            self.take(f"review-{step.value}", window)

    def _take_dialogs(self, window: MainWindow) -> None:
        from ui.offscreen import settle

        window.open_page("board")
        window.palette_box.open()
        settle(DIALOG_SECONDS)
        self.take("palette", window)
        window.palette_box.leave()
        for verb in (
            "declare",
            "status",
            "decide",
            "add-action",
            "restricted-entry",
            "set-update",
            "seal",
            "export",
            "import",
            "person",
            "keys",
        ):
            window.desk.verbs.use(verb)
            settle(DIALOG_SECONDS)
            self._take_dialog(verb, window)

    def _take_start(self, program: Program) -> None:
        from ui.offscreen import settle

        panel = program.show_start().panel
        settle(DIALOG_SECONDS)
        self.take("start", panel)
        panel.make_room()
        settle(DIALOG_SECONDS)
        self._take_dialog("new-room", panel)

    def _take_dialog(self, name: str, over: QWidget) -> None:
        from PySide6.QtWidgets import QDialog

        dialog: QDialog | None = next((each for each in over.findChildren(QDialog) if each.isVisible()), None)
        if dialog is not None:
            self.take(name, dialog)
            dialog.done(0)


def for_readme(folder: Path) -> None:
    """The main screen, the causes of a review and the page of stations, in French."""
    wanted = {"incident": "incident-room.png", "review-causes": "review.png", "stations": "stations.png"}
    with tempfile.TemporaryDirectory() as taken:
        for fill in (Album.fill, Album.fill_stations):
            with tempfile.TemporaryDirectory() as home:
                os.environ["WARROOM_HOME"] = home
                album = Album(Path(taken), language="fr", dark=False, size=SIZES[0])
                fill(album, Path(home))
        for page, name in wanted.items():
            shutil.copyfile(Path(taken) / f"{page}-fr-light-{SIZES[0]}.png", folder / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=("fr", "en"))
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--stations", action="store_true", help="only the stations and what goes between them")
    parser.add_argument("--readme", action="store_true", help="only those of the README")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    from PySide6.QtWidgets import QApplication

    app = QApplication(["warroom"])
    app.setApplicationName("Warroom")
    if asked.readme:
        for_readme(asked.folder)
        return
    tell: Callable[[str], None] = print
    for language in (asked.language,) if asked.language else ("fr", "en"):
        for theme in (asked.theme,) if asked.theme else ("light", "dark"):
            for size in (asked.size,) if asked.size else SIZES:
                album = Album(asked.folder, language=language, dark=theme == "dark", size=size)
                with tempfile.TemporaryDirectory() as home:
                    os.environ["WARROOM_HOME"] = home
                    if not asked.stations:
                        album.fill(Path(home))
                with tempfile.TemporaryDirectory() as home:
                    os.environ["WARROOM_HOME"] = home
                    album.fill_stations(Path(home))
                    tell(f"{language} {theme} {size}: {len(album.taken)} pictures")


if __name__ == "__main__":
    main()
