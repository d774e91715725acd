"""The evidence pack: beside the pages, everything a stranger needs to prove them, and the program that does it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from warroom.domain.heads import canonical_heads
from warroom.domain.seals import Seal
from warroom.identity.signing import public_key_pem
from warroom.reports.folder import WholeFolder
from warroom.reports.redaction import CONTACTS, MARKINGS, PEOPLE, Redactor
from warroom.reports.subject import Subject
from warroom.storage.disclosure import Behind, Told
from warroom.storage.segments import Signing
from warroom.storage.vault import explained
from warroom.words import _, ngettext

SCHEMA = "warroom-evidence"
VERSION = 1
JOURNAL, SEGMENTS, STATIONS, PACK, CHECK = "journal.jsonl", "segments.json", "stations.json", "pack.json", "check.py"
AUDIT = "audit.json"


@dataclass(slots=True)
class Proof:
    """What was put beside the pages, for VERIFY.txt."""

    told: Told
    seals: list[tuple[str, Seal]] = field(default_factory=list)  # name of its files, and the seal
    stamps: list[str] = field(default_factory=list)


def check_file() -> Path:
    """The stand-alone program, beside the packages or inside the packaged program."""
    return Path(__file__).resolve().parent.parent.parent / "resources" / "evidence" / CHECK


def add_proof(subject: Subject, making: WholeFolder, signing: Signing, *, audit: bytes) -> Proof:
    """Add the journal, what signs it, and check.py. After the pages: they say which records stay behind.

    `audit` is this station's audit trail; a redacted pack leaves it out.
    """
    behind = subject.views.behind(subject.incident.id)
    redactor, proof = subject.redactor, Proof(behind.told)
    with explained(subject.views.path):
        making.add(JOURNAL, behind.lines(redactor.hide if redactor else _hide_nothing))
        runs = [run.header.document() | {"signature": run.signature.hex()} for run in behind.runs(signing)]
        making.add(SEGMENTS, [_lines({"segments": runs})])
        _add_stations(behind, making)
        _add_seals(behind, making, redactor, proof)
    if redactor is None and audit:
        making.add(AUDIT, [audit])
    making.add(PACK, [_lines(_pack(subject, behind))])
    making.add(CHECK, [check_file().read_bytes()])
    return proof


def _hide_nothing(_noun: str, _record: str, _patch: Mapping[str, Any]) -> tuple[str, ...]:
    return ()


def _pack(subject: Subject, behind: Behind) -> dict[str, Any]:
    redactor = subject.redactor
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "room": subject.views.room_id(),
        "incident": subject.incident.id,
        "number": subject.incident.number,
        "exported_at": subject.asked.now_ms,
        "fingerprint": subject.fingerprint,
        "digest": subject.digest,
        "heads": dict(subject.heads),
        "redaction": sorted(redactor.chosen.what) if redactor else [],
        "withheld_records": sorted(redactor.withheld.values()) if redactor else [],
        "ops": behind.told.ops,
    }


def _add_stations(behind: Behind, making: WholeFolder) -> None:
    listed = []
    for station in behind.stations():
        letter = re.sub(r"[^A-Za-z0-9]", "", station.letter)[:8] or "X"
        file = f"keys/{letter}-{station.id[:8]}.pem"
        making.add(file, [public_key_pem(station.public_key).encode()])
        listed.append({
            "id": station.id,
            "letter": station.letter,
            "public_key": station.public_key.hex(),
            "key": file,
            "writers": sorted(station.writers),
        })  # fmt: skip
    making.add(STATIONS, [_lines({"stations": listed})])


def _add_seals(behind: Behind, making: WholeFolder, redactor: Redactor | None, proof: Proof) -> None:
    taken: set[str] = set()
    for seal in behind.seals():
        stem = re.sub(r"[^A-Za-z0-9-]", "", seal.number)[:20] or "seal"
        stem = stem if stem.lower() not in taken else f"{stem}-{seal.id}"
        taken.add(stem.lower())
        making.add(f"seals/{stem}.json", [_lines(_seal(seal, redactor))])
        making.add(f"seals/{stem}.heads", [canonical_heads(seal.heads)])
        if signature := _from_hex(seal.signature):
            making.add(f"seals/{stem}.sig", [signature])
        for number, stamp in enumerate(seal.timestamps, 1):
            file = f"seals/{stem}.tsr" if number == 1 else f"seals/{stem}~{number}.tsr"
            making.add(file, [_from_base64(stamp.token)])
            proof.stamps.append(file)
        proof.seals.append((stem, seal))


def _seal(seal: Seal, redactor: Redactor | None) -> dict[str, Any]:
    person = redactor.person if redactor else str
    reason = _("withheld") if redactor and redactor.finds(seal.reason) else seal.reason
    return {
        "id": seal.id,
        "number": seal.number,
        "incident": seal.incident,
        "sealed_at": seal.sealed_at,
        "by": person(seal.by),
        "witness": person(seal.witness),
        "reason": reason,
        "heads": dict(seal.heads),
        "digest": seal.digest,
        "station": seal.station,
        "signature": seal.signature,
        "timestamps": [{"authority": stamp.authority, "stamped_at": stamp.stamped_at} for stamp in seal.timestamps],
    }


def proof_lines(subject: Subject, proof: Proof) -> Iterator[str]:
    """What VERIFY.txt says of the proof, with steps that need sha256sum and openssl alone."""
    yield _("4. All at once, with Python 3.9 or newer and openssl 3:")
    yield from ("", "python3 check.py", "")
    yield _(
        "It checks the list, the signatures, every op of the journal and its chains, the seals, and that log.csv and "
        "incident.json say what the journal says. It can be read: it is one file."
    )
    for stem, seal in proof.seals:
        yield from ("", _("5. The seal {number}, by hand:").format(number=seal.number), "")
        yield f"sha256sum seals/{stem}.heads"
        yield "# " + _("must give {digest}").format(digest=seal.digest)
        if seal.signature:
            yield f"printf 'warroom-seal-1\\n%s\\n' {seal.digest} > /tmp/warroom-seal.txt"
            key = f"keys/*-{seal.station[:8]}.pem"
            signature = f"-rawin -in /tmp/warroom-seal.txt -sigfile seals/{stem}.sig"
            yield f"openssl pkeyutl -verify -pubin -inkey {key} {signature}"
        for file in proof.stamps:
            if re.fullmatch(rf"seals/{re.escape(stem)}(~\d+)?\.tsr", file):
                yield f"openssl ts -verify -data seals/{stem}.heads -in {file} -CAfile AUTHORITY.pem"
                yield "# " + _("AUTHORITY.pem: the certificate of the authority, taken from the authority itself.")
    told = proof.told
    yield from ("", _("What of the journal is here"), "")
    ops = ngettext("{n} op, every one with its hash.", "{n} ops, every one with its hash.", told.ops)
    yield ops.format(n=told.ops)
    yield _(
        "{n} of them belong to other incidents or to the secrets of the room: only their commitments are here."
    ).format(n=told.elsewhere)
    if told.in_part:
        yield _("{n} of them have fields withheld ({fields} in all): of a circle, or left out as said below.").format(
            n=told.in_part, fields=told.fields
        )


def redaction_lines(subject: Subject, redactor: Redactor) -> Iterator[str]:
    """What was left out of a redacted folder, and what was not."""
    chosen = redactor.chosen
    yield from ("", _("Left out on purpose"), "")
    if PEOPLE in chosen.what:
        count = len(redactor.hidden)
        said = ngettext(
            "{n} name of a person is replaced by a number where it is a whole field.",
            "{n} names of people are replaced by numbers where they are whole fields.",
            count,
        )
        yield said.format(n=count)
        yield _(
            "An author's id in the journal is derived from the name: whoever guesses a name can confirm it. "
            "Files attached are left out: nobody looked for names in them."
        )
    if CONTACTS in chosen.what:
        yield _("Telephone numbers and addresses of people are withheld.")
    if MARKINGS in chosen.what:
        yield _("Entries marked above {mark} are withheld whole.").format(mark=chosen.up_to)
    if redactor.withheld:
        numbers = ", ".join(sorted(redactor.withheld.values()))
        count = len(redactor.withheld)
        said = ngettext("{n} record is withheld whole: {numbers}.", "{n} records are withheld whole: {numbers}.", count)
        yield said.format(n=count, numbers=numbers)
    if redactor.named:
        numbers = ", ".join(sorted(redactor.named.values()))
        yield _("Their text names somebody and was left as typed: {numbers}.").format(numbers=numbers)
    yield _(
        "Running text was not rewritten. What is withheld keeps its commitment in the journal, "
        "so that the rest is proved."
    )


def _lines(document: Mapping[str, Any]) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"


def _from_hex(said: str) -> bytes:
    try:
        return bytes.fromhex(said)
    except ValueError:
        return b""


def _from_base64(said: str) -> bytes:
    try:
        return base64.b64decode(said, validate=True)
    except (binascii.Error, ValueError):
        return b""
