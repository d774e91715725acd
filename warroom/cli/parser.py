"""The parser: argparse in the language spoken, with the options that every verb takes."""

from __future__ import annotations

import argparse
import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from warroom import words
from warroom.errors import WarroomError
from warroom.phrases import labelled
from warroom.words import N_, _

# What argparse itself says; it asks gettext for these, in the domain set by `speak_to_argparse`.
ARGPARSE_SAYS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("expected at most one argument"),
    N_("not allowed with argument %s"),
    N_("one of the arguments %s is required"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)


class UsageError(WarroomError):
    """The command was typed wrongly (exit 2)."""

    exit_code = 2


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose errors are ours and whose names are never guessed from their beginnings."""

    def __init__(self, *, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UsageError("usage", f"{message}.", todo=_("See: {command} --help").format(command=self.prog))

    def room(self) -> None:
        """Every verb on a room names it first."""
        self.add_argument("room", metavar="ROOM", type=Path, help=_("the room file"))

    def choice(self, name: str, values: Sequence[str], *, metavar: str, help: str, **more: Any) -> None:  # noqa: A002  (argparse's word)
        """An option whose values are listed in its help."""
        self.add_argument(name, choices=list(values), metavar=metavar, help=labelled(help, ", ".join(values)), **more)

    def circle(self) -> None:
        """What a verb writes may be restricted to a circle."""
        self.add_argument("--circle", default="", metavar="NAME", help=_("restrict it to a circle, e.g. legal"))

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The arguments, options and positions in any order; text that is no text is refused."""
        self.usage = self.format_usage().removeprefix(_("usage: "))  # argparse would cut it by the English length
        asked = self.parse_intermixed_args(list(arguments))
        for value in vars(asked).values():
            for text in value if isinstance(value, list | tuple) else (value,):
                if isinstance(text, str) and not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
                    self.error(_("this text is not valid UTF-8: {text}").format(text=text))
        return asked


def common_options(parser: Parser, *, writes: bool) -> None:
    """What every verb takes."""
    group = parser.add_argument_group(_("for every verb"))
    group.add_argument(
        "--json", action="store_true", dest="is_json", help=_("print one JSON document and nothing else")
    )
    group.add_argument("--lang", choices=words.LANGUAGES, help=_("the language: fr or en (default: the system's)"))
    group.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("the file whose first line is the passphrase (or WARROOM_PASSPHRASE_FILE; else the keyring is asked)"),
    )
    if writes:
        group.add_argument(
            "--by", metavar="PERSON", help=_("who acts: a name or initials (default: the station's current member)")
        )
        group.add_argument(
            "--by-pin-file", type=Path, metavar="FILE", help=_("the file whose first line is the PIN of that person")
        )
        group.add_argument(
            "--delegation", default="", metavar="REASON", help=_("why they do this without having the right to")
        )


def speak_to_argparse(language: str) -> None:
    """Let argparse find its words in our catalogue, by the door it has for that."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(words.DOMAIN, str(words.words_folder()))
    gettext.textdomain(words.DOMAIN)


def language_asked(arguments: Sequence[str]) -> str:
    """The language to speak, known before anything is parsed so that help and errors come in it."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
    return words.system_language()


def typed_text(text: str) -> str:
    """A text given as an argument; `-` reads it from standard input."""
    return sys.stdin.read().strip("\r\n") if text == "-" else text
