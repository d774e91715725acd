"""`bundle write` and `bundle read`: one sealed file for a stick, and back into the room."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom.cli import exchanged
from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser, UsageError
from warroom.cli.rooms import writing
from warroom.cli.verbs import Verb
from warroom.domain.sticks import Carriage, Scan
from warroom.errors import Trouble
from warroom.words import _, ngettext

READ_ONLY = ("dry_run", "agree_to_deletes")
WRITE_ONLY = ("to", "everything")


def _options(parser: Parser) -> None:
    parser.add_argument("act", metavar="ACT", choices=("write", "read"), help=_("write, or read"))
    parser.room()
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the bundle, or an archive that holds it"))
    parser.add_argument("--to", metavar="X", default="", help=_("write: only what this station lacks; letter or id"))
    parser.add_argument("--all", dest="everything", action="store_true", help=_("write: everything, whoever has it"))
    parser.add_argument("--dry-run", action="store_true", help=_("read: say what it would bring, and change nothing"))
    parser.add_argument(
        "--agree-to-deletes", action="store_true", help=_("read: take in what deletes a great deal as well")
    )
    parser.add_argument("--into", metavar="REF", default="", help=_("the incident in whose log this is written"))
    parser.add_argument("--label", metavar="L", default="", help=_("what is written on the stick"))
    parser.add_argument("--courier", metavar="N", default="", help=_("who brings it, or takes it"))
    parser.add_argument("--scanned", choices=("yes", "no"), default="", help=_("whether a kiosk scanned it"))
    parser.add_argument("--kiosk", metavar="K", default="", help=_("which kiosk"))


def _bundle(asked: Namespace, call: Call) -> Answer:
    out_of_place = READ_ONLY if asked.act == "write" else WRITE_ONLY
    if any(getattr(asked, name) for name in out_of_place):
        raise UsageError("usage", _("These options do not go together with “{act}”.").format(act=asked.act))
    return _write(asked, call) if asked.act == "write" else _read(asked, call)


def _write(asked: Namespace, call: Call) -> Answer:
    with writing(asked) as seat:
        done = seat.room.sticks.write_file(
            asked.file,
            to=asked.to,
            everything=asked.everything,
            carriage=_carriage(asked),
            incident=asked.into,
            step=call.step,
        )
    document: dict[str, Any] = exchanged.document([done.outcome])
    document |= {"file": str(done.path), "sha256": done.sha256, "files": done.outcome.files}
    sent = ngettext("{n} change", "{n} changes", done.outcome.sent).format(n=done.outcome.sent)
    lines = [
        _("Written, read back and verified: {file} ({changes})").format(file=done.path, changes=sent),
        f"SHA-256 {done.sha256}",
    ]
    return Answer(document, lines)


def _read(asked: Namespace, call: Call) -> Answer:
    if not asked.file.exists():
        raise Trouble(
            "bundle-missing",
            _("There is no file {path}.").format(path=asked.file),
            safe=_("Nothing was changed."),
            todo=_("Check the path, or plug in the stick that holds it."),
        )
    with writing(asked) as seat:
        room = seat.room
        if asked.dry_run:
            outcome = room.sticks.preview(room.sticks.parcel_in(asked.file))
            return Answer(exchanged.document([outcome]), [_("Nothing was changed."), *exchanged.lines(outcome)])
        done = room.sticks.read(
            room.sticks.parcel_in(asked.file),
            carriage=_carriage(asked),
            incident=asked.into,
            agree_to_deletes=asked.agree_to_deletes,
            step=call.step,
        )
    document = exchanged.document([done.outcome]) | {"sha256": done.sha256}
    return Answer(document, [*exchanged.lines(done.outcome), f"SHA-256 {done.sha256}"])


def _carriage(asked: Namespace) -> Carriage:
    return Carriage(asked.label, asked.courier, Scan(asked.scanned), asked.kiosk)


VERBS = {"bundle": Verb(_options, _bundle, writes=True)}
