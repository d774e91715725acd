"""`rekey` and `recover`: a new key for a room, and a way back in with the recovery code."""

from __future__ import annotations

import sys
from argparse import Namespace
from getpass import getpass
from pathlib import Path

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.rooms import Secret, keyring_without, passphrase_of, refuse_missing, secret_in
from warroom.cli.verbs import Verb
from warroom.domain.audit import Event
from warroom.errors import WrongKey
from warroom.identity.attempts import unlock
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import Method, change_passphrase, keys_path, methods
from warroom.room import Room, rekey
from warroom.words import _


def _rekey_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("the file whose first line is the new passphrase (default: the passphrase stays)"),
    )


def _rekey(asked: Namespace, call: Call) -> Answer:
    refuse_missing(asked.room)
    passphrase = passphrase_of(asked)
    # Opened once first, so that a change of key that was interrupted is finished.
    with Room.open(asked.room, passphrase=passphrase, keyring=keyring_without(passphrase), backups=False):
        pass
    ways = methods(keys_path(asked.room))
    code = rekey(
        asked.room,
        key=unlock(asked.room, passphrase=passphrase, keyring=keyring_without(passphrase)),
        passphrase=secret_in(asked.new_passphrase_file) if asked.new_passphrase_file else passphrase,
        keyring=KeyringDoor() if Method.KEYRING in ways else None,
    )
    lines = (
        _("The room has a new key. Earlier backups keep their former key and passphrase."),
        _("New recovery code: {code}").format(code=code),
        _("Print this code now and keep it under lock; destroy the former sheet."),
    )
    return Answer({"room": str(asked.room), "recovery_code": code}, lines)


def _recover_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "--code-file",
        metavar="FILE",
        type=Path,
        help=_("the file whose first line is the recovery code (default: it is asked for)"),
    )
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        required=True,
        help=_("the file whose first line is the new passphrase"),
    )


def _recover(asked: Namespace, call: Call) -> Answer:
    refuse_missing(asked.room)
    passphrase = secret_in(asked.new_passphrase_file)
    code = secret_in(asked.code_file, Secret.CODE) if asked.code_file else _asked_for()
    # Opened first: the new passphrase must be for a room that the code really opens.
    with Room.open(asked.room, recovery_code=code, backups=False) as room:
        station = room.station
        key = unlock(asked.room, recovery_code=code)
        change_passphrase(keys_path(asked.room), room_key=key, passphrase=passphrase)
        room.audit.note(Event.PASSPHRASE_CHANGED, {"way": "recovery"})
    lines = (
        _("The room opens with the new passphrase."),
        _("The recovery code still opens it. If somebody else may have seen it: warroom rekey {room}").format(
            room=asked.room
        ),
    )
    return Answer({"room": str(asked.room), "station": station}, lines)


def _asked_for() -> str:
    if not sys.stdin.isatty():
        raise WrongKey(
            "key-needed",
            _("No recovery code was given."),
            safe=_("The room was not touched."),
            todo=_("Give it with --code-file, or run this on a terminal."),
        )
    return getpass(_("Recovery code: "))


VERBS = {"rekey": Verb(_rekey_options, _rekey), "recover": Verb(_recover_options, _recover)}
