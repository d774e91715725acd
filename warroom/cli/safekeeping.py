"""`backup` and `restore`: a verified copy of a room, and a room made of one."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.rooms import keyring_without, passphrase_of, reading, refuse_missing
from warroom.cli.verbs import Verb
from warroom.identity.keys import keys_path
from warroom.room import Room, restore
from warroom.words import _


def _backup_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the copy to make; its keys file goes beside it"))


def _backup(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        made = room.backup(asked.file)
    files = [str(made), str(keys_path(made))]
    lines = [_("Copied, read back and verified: {file}").format(file=made)]
    return Answer({"room": str(asked.room), "files": files}, lines)


def _restore_options(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the backup"))
    parser.room()


def _restore(asked: Namespace, call: Call) -> Answer:
    refuse_missing(asked.file)
    passphrase = passphrase_of(asked)
    keyring = keyring_without(passphrase)
    restore(asked.file, asked.room, passphrase=passphrase, keyring=keyring)
    # Opened once, so that this station goes on under a new writer and never continues the copied chain.
    with Room.open(asked.room, passphrase=passphrase, keyring=keyring, backups=False) as room:
        document = {"room": str(asked.room), "station": room.station}
    return Answer(document, [_("Room made of the backup: {path}").format(path=asked.room)])


VERBS = {"backup": Verb(_backup_options, _backup), "restore": Verb(_restore_options, _restore)}
