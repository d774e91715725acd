"""`seal`, `seals`, `stamp`: fix where the journal stands, list what was fixed, and have an authority date it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom import phrases
from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser
from warroom.cli.references import incident_id
from warroom.cli.rooms import Secret, reading, secret_in, writing
from warroom.cli.verbs import Verb
from warroom.domain.seals import Seal, Timestamp
from warroom.words import _


def _seal_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001"))
    parser.add_argument("--reason", default="", metavar="R", help=_("why now"))
    parser.add_argument(
        "--witness", default="", metavar="NAME", help=_("the second person who seals; without, one person seals alone")
    )
    parser.add_argument(
        "--witness-pin-file", type=Path, metavar="F", help=_("the file whose first line is the PIN of the witness")
    )


def _seal(asked: Namespace, call: Call) -> Answer:
    with writing(asked) as seat:
        seat.be_known()
        incident = incident_id(seat.room, asked.ref)
        reason = asked.reason.strip() or _("Sealed from the command line")
        pin = secret_in(asked.witness_pin_file, Secret.PIN).strip() if asked.witness_pin_file else None
        sealed = seat.room.evidence.seal(incident, reason=reason, witness=asked.witness, witness_pin=pin)
    document = {
        "number": sealed.number,
        "fingerprint": sealed.fingerprint,
        "digest": sealed.digest,
        "by": sealed.by,
        "witness": sealed.witness or None,
    }
    alone = [] if sealed.witness else [_("Sealed by one person: nobody was named with --witness.")]
    return Answer(document, [sealed.fingerprint, phrases.labelled(sealed.number, sealed.digest), *alone])


def _seals_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", nargs="?", help=_("the incident; without it, every seal of the room"))


def _seals(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        found = room.evidence.seals(incident_id(room, asked.ref) if asked.ref else None)
    lines = [line for seal in found for line in _lines(seal)]
    return Answer({"seals": [_document(seal) for seal in found]}, lines or [_("Nothing was sealed yet.")])


def _lines(seal: Seal) -> list[str]:
    when = f"{phrases.date(seal.sealed_at)} {phrases.time_of_day(seal.sealed_at)}"
    who = " + ".join(name for name in (seal.by, seal.witness) if name)
    lines = [" · ".join(part for part in (seal.number, when, seal.fingerprint, who, seal.reason) if part)]
    return lines + [f"  {_stamped(stamp)}" for stamp in seal.timestamps]


def _stamped(stamp: Timestamp) -> str:
    at = f"{phrases.date(stamp.stamped_at)} {phrases.seconds_of_day(stamp.stamped_at)}"
    return _("Stamped {time} by {authority}").format(time=at, authority=stamp.authority)


def _document(seal: Seal) -> dict[str, Any]:
    return {
        "id": seal.id,
        "number": seal.number,
        "incident": seal.incident,
        "sealed_at": iso(seal.sealed_at),
        "by": seal.by,
        "witness": seal.witness or None,
        "reason": seal.reason,
        "fingerprint": seal.fingerprint,
        "digest": seal.digest,
        "heads": seal.heads,
        "signed": bool(seal.signature),
        "timestamps": [
            {"id": stamp.id, "authority": stamp.authority, "stamped_at": iso(stamp.stamped_at)}
            for stamp in seal.timestamps
        ],
    }


def _stamp_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("seal", metavar="SEAL", help=_("the seal, e.g. A-S01"))
    parser.add_argument("--url", required=True, metavar="URL", help=_("the address of the time stamp authority"))
    parser.add_argument(
        "--trust", type=Path, metavar="FILE", help=_("a PEM file of authorities that the answer must lead to")
    )


def _stamp(asked: Namespace, call: Call) -> Answer:
    with writing(asked) as seat:
        seat.be_known()
        stamp = seat.room.evidence.stamp(asked.seal, asked.url, trust=asked.trust)
        number = seat.room.evidence.find_seal(asked.seal).number
    document = {
        "id": stamp.id,
        "seal": number,
        "authority": stamp.authority,
        "stamped_at": iso(stamp.stamped_at),
        "trusted": asked.trust is not None,
    }
    lines = [_stamped(stamp)]
    if asked.trust is None:
        lines.append(_("Not checked against a trusted authority: name its PEM file with --trust."))
    return Answer(document, lines)


VERBS = {
    "seal": Verb(_seal_options, _seal, writes=True),
    "seals": Verb(_seals_options, _seals),
    "stamp": Verb(_stamp_options, _stamp, writes=True),
}
