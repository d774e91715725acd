"""`invite` and `join`: a laptop comes into a room by a file and a spoken code."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser, UsageError
from warroom.cli.rooms import Secret, passphrase_of, secret_in, tell, writing
from warroom.cli.verbs import Verb
from warroom.errors import WrongKey
from warroom.identity.keyring import KeyringDoor
from warroom.room import Room
from warroom.words import _


def _invite_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help=_("the file to write, to be carried to the other laptop")
    )
    parser.add_argument("--label", default="", metavar="TEXT", help=_("whom or which laptop it is for"))
    parser.add_argument(
        "--station", default="", metavar="B", help=_("the letter proposed for it; otherwise the next one that is free")
    )


def _invite(asked: Namespace, call: Call) -> Answer:
    with writing(asked) as seat:
        seat.be_known()
        code = seat.room.invite(asked.to, label=asked.label, letter=asked.station, step=call.step)
    call.end_of_progress()
    lines = (
        _("Invitation written: {file}").format(file=asked.to),
        _("Code: {code}").format(code=code),
        _("Read this code aloud to whoever joins. It is kept nowhere, and opens this one file for one laptop."),
    )
    return Answer({"code": code, "file": str(asked.to)}, lines)


def _join_options(parser: Parser) -> None:
    parser.add_argument("invitation", type=Path, metavar="FILE", help=_("the invitation"))
    parser.add_argument("room", type=Path, metavar="NEWROOM", help=_("the room file to make"))
    parser.add_argument(
        "--station", default="", metavar="B", help=_("the letter of this laptop, A to Z; otherwise the one proposed")
    )
    parser.add_argument(
        "--code-file", type=Path, required=True, metavar="F", help=_("the file whose first line is the spoken code")
    )
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


def _join(asked: Namespace, call: Call) -> Answer:
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
    with Room.join(
        asked.invitation,
        asked.room,
        code=secret_in(asked.code_file, Secret.CODE),
        station=asked.station,
        passphrase=passphrase,
        keyring=keyring,
        portable=asked.portable,
        step=call.step,
    ) as room:
        call.end_of_progress()
        tell(room.notes, asked)
        document = {"room": str(asked.room), "station": room.station, "recovery_code": room.recovery_code}
        lines = (
            _("Joined: {path} (station {station})").format(path=asked.room, station=room.station),
            _("Recovery code: {code}").format(code=room.recovery_code),
            _("Print this code now and keep it under lock, away from the laptop. It is shown only this once."),
            _("It opens the room without passphrase and keyring: whoever holds it and the file can read everything."),
        )
        return Answer(document, lines)


VERBS = {"invite": Verb(_invite_options, _invite, writes=True), "join": Verb(_join_options, _join)}
