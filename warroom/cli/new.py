"""`new`: a room file, its keys, and the recovery code to print."""

from __future__ import annotations

from argparse import Namespace

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser, UsageError
from warroom.cli.rooms import passphrase_of, tell
from warroom.cli.verbs import Verb
from warroom.errors import WrongKey
from warroom.identity.keyring import KeyringDoor
from warroom.room import Room
from warroom.words import LANGUAGES, _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "--name", required=True, metavar="NAME", help=_("the name of the room, as people call the cell")
    )
    parser.add_argument(
        "--station", required=True, metavar="A", help=_("the letter of this laptop, A to Z, which begins every number")
    )
    parser.choice("--content", LANGUAGES, metavar="LANG", help=_("the language of the built-in content"), default=None)
    parser.add_argument(
        "--keyring",
        action="store_true",
        help=_("let the keyring of this laptop open the room too (always so without a passphrase)"),
    )
    parser.add_argument(
        "--portable",
        action="store_true",
        help=_("for a stick: everything lies beside the room, nothing on the laptop; opens by passphrase only"),
    )


def _run(asked: Namespace, call: Call) -> Answer:
    from warroom.words import language

    passphrase = passphrase_of(asked)
    if asked.portable and asked.keyring:
        raise UsageError("usage", _("A portable room opens by its passphrase alone: --keyring does not go with it."))
    if asked.portable and passphrase is None:
        raise WrongKey(
            "key-needed",
            _("A portable room needs a passphrase: it never uses the keyring of a laptop."),
            safe=_("Nothing was created or changed."),
            todo=_("Give one with --passphrase-file."),
        )
    keyring = KeyringDoor() if asked.keyring or passphrase is None else None
    with Room.create(
        asked.room,
        name=asked.name,
        station=asked.station,
        passphrase=passphrase,
        keyring=keyring,
        content=asked.content or language(),
        portable=asked.portable,
    ) as room:
        tell(room.notes, asked)
        document = {"room": str(asked.room), "station": room.station, "recovery_code": room.recovery_code}
        lines = (
            _("Room made: {path} (station {station})").format(path=asked.room, station=room.station),
            _("Recovery code: {code}").format(code=room.recovery_code),
            _("Print this code now and keep it under lock, away from the laptop. It is shown only this once."),
            _("It opens the room without passphrase and keyring: whoever holds it and the file can read everything."),
        )
        return Answer(document, lines)


VERBS = {"new": Verb(_options, _run)}
