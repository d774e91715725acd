"""`open` and `demo`: the verbs that show the window, or take pictures of it."""

from __future__ import annotations

import os
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warroom import words
from warroom.cli.call import Answer, Call
from warroom.cli.frame import open_window, window_module
from warroom.cli.parser import Parser
from warroom.cli.rooms import PASSPHRASE_VARIABLE, refuse_missing, secret_in
from warroom.cli.verbs import Verb
from warroom.domain.incidents import Mode
from warroom.errors import Trouble
from warroom.room import Room
from warroom.words import _

FORMATS = ("pdf", "html")
SEARCHED = {"fr": "réseau", "en": "network"}


def _open_options(parser: Parser) -> None:
    parser.room()


def _open(asked: Namespace, call: Call) -> Answer:
    refuse_missing(asked.room)
    chosen = asked.passphrase_file or os.environ.get(PASSPHRASE_VARIABLE)
    arguments = [str(asked.room)]
    if chosen:
        secret_in(Path(chosen))  # said here, in one line, when it cannot be read
        arguments += ["--passphrase-file", str(chosen)]
    if asked.lang:
        arguments += ["--lang", asked.lang]
    return open_window(call, arguments)


def _demo_options(parser: Parser) -> None:
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help=_("where the report and the pictures go (default: demo-out)")
    )
    parser.add_argument(
        "--no-window", action="store_true", help=_("write the report and pictures in both languages, and open nothing")
    )


def _demo(asked: Namespace, call: Call) -> Answer:
    from warroom.demo import PASSPHRASE, make_demo

    if asked.no_window or asked.out:
        return _played(asked.out or Path("demo-out"), call)
    with _temporary() as folder:
        room, secret = folder / "demo.warroom", folder / "passphrase.txt"
        make_demo(room, language=words.language()).close()
        secret.write_text(PASSPHRASE, encoding="utf-8")
        return open_window(call, [str(room), "--passphrase-file", str(secret), "--lang", words.language()])


def _played(out: Path, call: Call) -> Answer:
    """The demonstration in each language: its report, then its pictures."""
    from warroom.demo import make_demo

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    demo, spoken = window_module(call, "demo"), words.language()
    made: list[Path] = []
    _make_folder(out)
    try:
        with _temporary() as folder:
            for done, language in enumerate(words.LANGUAGES):
                call.step(done, len(words.LANGUAGES))
                words.speak(language)
                room = make_demo(folder / f"demo-{language}.warroom", language=language)
                crisis = _crisis(room)
                made += _reported(room, crisis, out)
                words_to_find = SEARCHED[language]
                made += demo.take_pictures(room, out, incident=crisis, language=language, words=words_to_find)
    finally:
        words.speak(spoken)
    files = [file.relative_to(out).as_posix() for file in made]
    return Answer({"folder": str(out), "files": files}, [str(out), *(f"  {file}" for file in files)])


def _crisis(room: Room) -> str:
    """The one with the most to tell."""
    cards = room.views.cards(mode=Mode.REAL, live_only=True)
    return max(cards, key=lambda card: card.entries).incident.id


def _reported(room: Room, crisis: str, out: Path) -> list[Path]:
    """The report of the crisis; the room is closed when this fails, since nobody else has it yet."""
    try:
        made = room.export(crisis, out, formats=FORMATS, kind="review")
    except BaseException:
        room.close()
        raise
    return [made.folder / name for name in made.files]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            "folder-not-made",
            _("The folder {folder} cannot be used: {reason}.").format(folder=folder, reason=error.strerror or error),
            todo=_("Choose another folder with --out."),
        ) from error


@contextmanager
def _temporary() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="warroom-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


VERBS = {"open": Verb(_open_options, _open), "demo": Verb(_demo_options, _demo)}
