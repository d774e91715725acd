#!/usr/bin/env python3
"""Checks an evidence pack of Warroom on a machine without Warroom: python3 check.py [FOLDER] [--ca AUTHORITY.pem]

Needs Python 3.9 or newer, its standard library, and the program `openssl` (3.0 or newer) for signatures. It reads and
writes nothing outside the folder but a temporary folder of its own. Exit code 0: everything below holds.

What it proves, in this order:
 1. every file is the one listed in MANIFEST.sha256, and none is missing or added;
 2. MANIFEST.sig is the signature of a station whose key the journal itself names;
 3. journal.jsonl: each op has the hash that its content and the op before it give, for every writer, from its first op;
    a withheld field is represented by its salted commitment, so the chain holds without it;
 4. pack.json: the heads of those chains give the full hash that is printed on every page;
 5. segments.json: the stations signed those chains;
 6. seals/: what was sealed is still in the chains, and each seal is signed; time stamps are about those seals;
 7. log.csv and incident.json say what the journal says, entry by entry.
It does not prove that a clock was right or that a person is who they say: compare the station's identity by telephone.

How an op is hashed: commitment(field) = SHA-256(salt(field) + canonical JSON of its value), where salt(field) is the first
16 bytes of SHA-256(salt of the op + name of the field), or is given ("fs") once a field is withheld ("x").
hash = SHA-256("warroom-op-1" + NUL + hash before + canonical JSON of {by, c: commitments, d, e, h, r, s, t, v, w}).
Canonical JSON: keys sorted, no spaces, UTF-8.
"""

from __future__ import annotations

import base64
import csv
import datetime
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

FRENCH = {
    "{file}: is not what the manifest lists": "{file} : ce n’est pas ce que liste le manifeste",
    "{file}: is listed and not there": "{file} : figure au manifeste et manque",
    "{file}: is there and not listed": "{file} : présent, mais absent du manifeste",
    "MANIFEST.sha256: a line cannot be read": "MANIFEST.sha256 : une ligne est illisible",
    "{file}: cannot be read ({reason})": "{file} : illisible ({reason})",
    "MANIFEST.sig: the signature does not match": "MANIFEST.sig : la signature ne correspond pas",
    "MANIFEST.sig: the key is not that of the station it names": "MANIFEST.sig : la clé n’est pas celle du poste indiqué",
    "MANIFEST.sig: its station is not in the journal": "MANIFEST.sig : son poste ne figure pas au journal",
    "{file}: the key is not that of its station": "{file} : la clé n’est pas celle de son poste",
    "stations.json: {station} is not as the journal names it": "stations.json : {station} diffère de ce que dit le journal",
    "journal.jsonl, line {line}: cannot be read": "journal.jsonl, ligne {line} : illisible",
    "journal.jsonl, line {line}: an op is missing or out of place (writer {writer}, {seq} instead of {wanted})": "journal.jsonl, ligne {line} : une opération manque ou n’est pas à sa place (rédacteur {writer}, {seq} au lieu de {wanted})",
    "journal.jsonl, line {line}: was altered ({what})": "journal.jsonl, ligne {line} : modifiée ({what})",
    "pack.json: the journal does not end where the pack says": "pack.json : le journal ne finit pas là où le dossier le dit",
    "pack.json: the full hash is not that of its heads": "pack.json : l’empreinte complète n’est pas celle de ses têtes",
    "segments.json: a signed run of writer {writer} ({first} to {last}) is not in the journal": "segments.json : une suite signée du rédacteur {writer} ({first} à {last}) n’est pas au journal",
    "segments.json: a signature over writer {writer} ({first} to {last}) does not match": "segments.json : une signature sur le rédacteur {writer} ({first} à {last}) ne correspond pas",
    "{file}: the log does not contain what was sealed ({number})": "{file} : la main courante ne contient pas ce qui a été scellé ({number})",
    "{file}: the signature of the seal {number} does not match": "{file} : la signature du scellé {number} ne correspond pas",
    "{file}: the seal {number} is not as the journal has it": "{file} : le scellé {number} diffère du journal",
    "{file}: the time stamp is not about this seal": "{file} : l’horodatage ne porte pas sur ce scellé",
    "{file}: the time stamp does not lead to the authority named": "{file} : l’horodatage ne remonte pas à l’autorité nommée",
    "{file}: entry {number} differs from the journal ({field})": "{file} : l’entrée {number} diffère du journal ({field})",
    "{file}: entry {number} is in the journal and not here": "{file} : l’entrée {number} est au journal et manque ici",
    "{file}: entry {number} is not in the journal": "{file} : l’entrée {number} n’est pas au journal",
    "openssl is not there or too old: signatures cannot be checked": "openssl absent ou trop ancien : signatures non vérifiables",
    "{n} files are the ones listed": "{n} fichiers sont bien ceux du manifeste",
    "signed by station {station}": "signé par le poste {station}",
    "{n} ops of {w} writers follow each other, {x} fields withheld": "{n} opérations de {w} rédacteurs se suivent, {x} champs retenus",
    "{n} ops that no program reads: their hash is taken as given": "{n} opérations qu’aucun programme ne lit : leur empreinte est prise telle quelle",
    "full hash {digest}": "empreinte complète {digest}",
    "{n} runs signed by their stations": "{n} suites signées par leur poste",
    "not signed: the last {n} ops of writer {writer}": "non signées : les {n} dernières opérations du rédacteur {writer}",
    "{n} seals stand": "{n} scellés tiennent",
    "{file}: not checked against a trusted authority (give its certificate with --ca)": "{file} : non vérifié auprès d’une autorité reconnue (donnez son certificat avec --ca)",
    "{file}: time stamp checked against the authority named": "{file} : horodatage vérifié auprès de l’autorité nommée",
    "{n} entries as in the journal ({file})": "{n} entrées conformes au journal ({file})",
    "HOLDS": "TIENT",
    "FAILS": "ÉCHEC",
    "NOTE": "NOTE",
    "The pack holds.": "Le dossier de preuve tient.",
    "The pack does not hold: {n} faults.": "Le dossier de preuve ne tient pas : {n} défauts.",
}
# Cells of log.csv that repeat a field of the entry: column → field.
CELLS = {
    7: "text",
    8: "author",
    9: "station",
    10: "from_who",
    11: "to_who",
    12: "workstream",
    13: "services",
    14: "handling",
    16: "reason",
    18: "source",
    19: "original_time",
    20: "zone",
}
JSON_FIELDS = (
    "number",
    "kind",
    "text",
    "event_at",
    "recorded_at",
    "offset_min",
    "zone",
    "author",
    "station",
    "from_who",
    "to_who",
    "channel",
    "priority",
    "workstream",
    "handling",
    "reason",
    "code",
    "services",
    "source",
    "original_time",
)
ZERO = bytes(32)
LAST_DAY = 62135596800000  # milliseconds from 1970 to the first day of the calendar


class Report:
    """What was found, said in the reader's language."""

    def __init__(self):
        said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
        self.french = said.lower().startswith("fr")
        self.faults = 0

    def say(self, sentence, **values):
        return (FRENCH[sentence] if self.french else sentence).format(**values)

    def holds(self, sentence, **values):
        self._line("HOLDS", sentence, values)

    def note(self, sentence, **values):
        self._line("NOTE", sentence, values)

    def fails(self, sentence, **values):
        self.faults += 1
        self._line("FAILS", sentence, values)

    def _line(self, word, sentence, values):
        text = f"{self.say(word):6} {self.say(sentence, **values)}"
        print("".join(char if char.isprintable() else "?" for char in text))


def canonical(value):
    """The bytes that are hashed: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def sha256(content):
    return hashlib.sha256(content).digest()


class Pack:
    """One folder under check."""

    def __init__(self, folder, authority, report):
        self.folder, self.authority, self.report = folder, authority, report
        self.openssl = shutil.which("openssl")
        self.keys = {}  # station id → PEM
        self.stations = {}  # writer → station id, as the journal says
        self.hashes = {}  # writer → list of hashes, first op first
        self.entries = {}  # record id → list of patches
        self.seals = {}  # record id → patch
        self.pack = {}
        self.named, self.signer = {}, ""

    # Reading

    def path(self, name):
        return os.path.join(self.folder, *name.split("/"))

    def read(self, name):
        try:
            with open(self.path(name), "rb") as opened:
                return opened.read()
        except OSError as error:
            self.report.fails("{file}: cannot be read ({reason})", file=name, reason=error.strerror)
            return None

    def read_json(self, name, kind=dict):
        content = self.read(name)
        if content is None:
            return kind()
        try:
            found = json.loads(content.decode("utf-8"))
            if not isinstance(found, kind):
                raise ValueError("JSON")
            return found
        except (ValueError, RecursionError) as error:
            self.report.fails("{file}: cannot be read ({reason})", file=name, reason=str(error)[:80])
            return kind()

    def signed(self, pem, message, signature):
        """Whether openssl finds this Ed25519 signature good."""
        if self.openssl is None or len(signature) != 64:
            return False
        with tempfile.TemporaryDirectory() as room:
            names = [os.path.join(room, name) for name in ("key.pem", "message", "signature")]
            for name, content in zip(names, (pem.encode(), message, signature)):
                with open(name, "wb") as opened:
                    opened.write(content)
            command = [
                self.openssl,
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                names[0],
                "-rawin",
                "-in",
                names[1],
                "-sigfile",
                names[2],
            ]
            return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    # 1 and 2: files and signature

    def check_manifest(self):
        content, listed, before = self.read("MANIFEST.sha256") or b"", {}, self.report.faults
        for line in content.decode("utf-8", "replace").splitlines():
            match = re.fullmatch(r"([0-9a-f]{64})  ([^\\]+)", line)
            if match is None or match[2].startswith("/") or ".." in match[2].split("/"):
                self.report.fails("MANIFEST.sha256: a line cannot be read")
            else:
                listed[match[2]] = match[1]
        there = set()
        for folder, _folders, files in os.walk(self.folder):
            for file in files:
                there.add(os.path.relpath(os.path.join(folder, file), self.folder).replace(os.sep, "/"))
        for name in sorted(there - set(listed) - {"MANIFEST.sha256", "MANIFEST.sig"}):
            self.report.fails("{file}: is there and not listed", file=name)
        for name, wanted in sorted(listed.items()):
            if name not in there:
                self.report.fails("{file}: is listed and not there", file=name)
            elif self.file_hash(name) != wanted:
                self.report.fails("{file}: is not what the manifest lists", file=name)
        if self.report.faults == before:
            self.report.holds("{n} files are the ones listed", n=len(listed))
        self.check_signature(content)

    def file_hash(self, name):
        digest = hashlib.sha256()
        with open(self.path(name), "rb") as opened:
            for piece in iter(lambda: opened.read(1 << 20), b""):
                digest.update(piece)
        return digest.hexdigest()

    def check_signature(self, manifest):
        content = self.read("MANIFEST.sig") or b""
        document = self.read_json("MANIFEST.sig")
        pem, station = str(document.get("public_key_pem")), str(document.get("station"))
        try:
            signature = base64.b64decode(str(document.get("signature")), validate=True)
        except ValueError:
            signature = b""
        # The file itself is signed by nobody: it must be the one document that these values give.
        whole = {
            "algorithm": "Ed25519",
            "format": "warroom-signature",
            "public_key": base64.b64encode(key_of(pem) or b"").decode(),
            "public_key_pem": pem,
            "signature": base64.b64encode(signature).decode(),
            "station": station,
            "version": 1,
        }
        if content != (json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode():
            self.report.fails("{file}: is not what the manifest lists", file="MANIFEST.sig")
        if station_of(pem) != station or pem != pem_of(document.get("public_key")):
            self.report.fails("MANIFEST.sig: the key is not that of the station it names")
        elif not self.signed(pem, manifest, signature):
            self.report.fails("MANIFEST.sig: the signature does not match")
        else:
            self.report.holds("signed by station {station}", station=station)
        self.signer = station

    # 3: the journal

    def check_journal(self):
        self.told, count, withheld, unread, named = self.report.faults, 0, 0, 0, {}
        broken = set()
        try:
            opened = open(self.path("journal.jsonl"), "rb")
        except OSError as error:
            self.report.fails("{file}: cannot be read ({reason})", file="journal.jsonl", reason=error.strerror)
            return
        with opened:
            for number, line in enumerate(opened, 1):
                try:
                    row = json.loads(line.decode("utf-8"), object_pairs_hook=unique)
                    given = bytes.fromhex(row["hash"])
                    op = row.get("op")
                    writer, seq = (op["w"], op["s"]) if op is not None else (row["writer"], row["seq"])
                    if canonical(row) + b"\n" != line or not isinstance(writer, str):
                        raise ValueError("form")
                except (ValueError, KeyError, TypeError, RecursionError):
                    self.report.fails("journal.jsonl, line {line}: cannot be read", line=number)
                    continue
                chain = self.hashes.setdefault(writer, [])
                if seq != len(chain) + 1:
                    if writer not in broken:
                        self.report.fails(
                            "journal.jsonl, line {line}: an op is missing or out of place (writer {writer}, {seq} instead of {wanted})",
                            line=number,
                            writer=writer,
                            seq=seq,
                            wanted=len(chain) + 1,
                        )
                    broken.add(writer)
                    continue
                if op is None:
                    unread += 1
                elif op_hash(op, chain[-1] if chain else ZERO) != given:
                    self.report.fails("journal.jsonl, line {line}: was altered ({what})", line=number, what=what_of(op))
                    given = ZERO
                chain.append(given)
                count += 1
                if op is not None:
                    withheld += len(op["x"])
                    self.keep(op, named)
        if self.report.faults == self.told:
            self.report.holds(
                "{n} ops of {w} writers follow each other, {x} fields withheld", n=count, w=len(self.hashes), x=withheld
            )
        if unread:
            self.report.note("{n} ops that no program reads: their hash is taken as given", n=unread)
        self.named = named

    def keep(self, op, named):
        """What later checks compare with the pages."""
        noun, patch = op["e"], op["p"]
        if noun == "entry":
            self.entries.setdefault(op["r"], []).append((patch, op["x"]))
        elif noun == "seal":
            self.seals[op["r"]] = patch
        elif noun == "station" and isinstance(patch.get("public_key"), str):
            named[op["r"]] = patch["public_key"]
        elif noun == "writer" and isinstance(patch.get("writer"), str):
            self.stations.setdefault(patch["writer"], patch.get("station"))

    # 4: keys and heads

    def check_stations(self):
        listed = self.read_json("stations.json").get("stations")
        for item in listed if isinstance(listed, list) else []:
            station, file = str(item.get("id")), str(item.get("key"))
            content = self.read(file) if re.fullmatch(r"keys/[A-Za-z0-9-]+\.pem", file) else None
            pem = (content or b"").decode("ascii", "replace")
            raw = key_of(pem)
            if station_of(pem) != station or raw is None or raw.hex() != item.get("public_key"):
                self.report.fails("{file}: the key is not that of its station", file=file)
                continue
            owned = sorted(w for w, owner in self.stations.items() if owner == station)
            if self.named.get(station) != raw.hex() or owned != sorted(item.get("writers") or []):
                self.report.fails("stations.json: {station} is not as the journal names it", station=station)
                continue
            self.keys[station] = pem
        if self.signer not in self.keys:
            self.report.fails("MANIFEST.sig: its station is not in the journal")

    def check_heads(self):
        self.pack = self.read_json("pack.json")
        heads = self.pack.get("heads")
        ends = {writer: [len(chain), chain[-1].hex()] for writer, chain in self.hashes.items() if chain}
        if heads != ends:
            self.report.fails("pack.json: the journal does not end where the pack says")
        digest = sha256(canonical(heads)).hex()
        if digest != self.pack.get("digest") or digest[:8] != self.pack.get("fingerprint"):
            self.report.fails("pack.json: the full hash is not that of its heads")
        elif heads == ends:
            self.report.holds("full hash {digest}", digest=digest)

    # 5: what stations signed

    def check_segments(self):
        before, signed = self.report.faults, {}
        listed = self.read_json("segments.json").get("segments")
        for item in listed if isinstance(listed, list) else []:
            header = {name: value for name, value in item.items() if name != "signature"}
            writer, first, last = str(header.get("writer")), header.get("seq_from"), header.get("seq_to")
            chain = self.hashes.get(writer, [])
            values = {"writer": writer, "first": first, "last": last}
            fits = isinstance(first, int) and isinstance(last, int) and 1 <= first <= last <= len(chain)
            if (
                not fits
                or header.get("head_hash") != chain[last - 1].hex()
                or header.get("prev_hash") != (chain[first - 2] if first > 1 else ZERO).hex()
                or header.get("count") != last - first + 1
            ):
                self.report.fails(
                    "segments.json: a signed run of writer {writer} ({first} to {last}) is not in the journal", **values
                )
                continue
            message = b"warroom-segment-1\n" + sha256(canonical(header)).hex().encode() + b"\n"
            pem = self.keys.get(self.stations.get(writer), "")
            if not self.signed(pem, message, from_hex(item.get("signature"))):
                self.report.fails(
                    "segments.json: a signature over writer {writer} ({first} to {last}) does not match", **values
                )
                continue
            signed[writer] = max(signed.get(writer, 0), last)
        if self.report.faults == before:
            self.report.holds("{n} runs signed by their stations", n=len(listed or []))
        for writer, chain in sorted(self.hashes.items()):
            if signed.get(writer, 0) < len(chain):
                self.report.note(
                    "not signed: the last {n} ops of writer {writer}",
                    n=len(chain) - signed.get(writer, 0),
                    writer=writer,
                )

    # 6: seals and time stamps

    def check_seals(self):
        before, folder = self.report.faults, self.path("seals")
        names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        sealed = [name[:-5] for name in names if name.endswith(".json")]
        for stem in sealed:
            file = "seals/" + stem + ".json"
            seal = self.read_json(file)
            number, heads, digest = str(seal.get("number")), seal.get("heads"), str(seal.get("digest"))
            values = {"file": file, "number": number}
            if (
                not isinstance(heads, dict)
                or sha256(canonical(heads)).hex() != digest
                or self.read("seals/" + stem + ".heads") != canonical(heads)
                or not all(self.stands(writer, head) for writer, head in heads.items())
            ):
                self.report.fails("{file}: the log does not contain what was sealed ({number})", **values)
                continue
            kept = self.seals.get(str(seal.get("id")))
            if (
                kept is None
                or kept.get("digest") != digest
                or kept.get("number") != number
                or kept.get("sealed_at") != seal.get("sealed_at")
            ):
                self.report.fails("{file}: the seal {number} is not as the journal has it", **values)
            if seal.get("signature"):
                message = b"warroom-seal-1\n" + digest.encode() + b"\n"
                pem, raw = self.keys.get(seal.get("station"), ""), from_hex(seal.get("signature"))
                if raw != self.read("seals/" + stem + ".sig") or not self.signed(pem, message, raw):
                    self.report.fails("{file}: the signature of the seal {number} does not match", **values)
            for name in names:
                if name.endswith(".tsr") and re.fullmatch(re.escape(stem) + r"(~\d+)?\.tsr", name):
                    self.check_stamp("seals/" + name, digest)
        if self.report.faults == before:
            self.report.holds("{n} seals stand", n=len(sealed))

    def stands(self, writer, head):
        chain = self.hashes.get(writer, [])
        return (
            isinstance(head, list)
            and len(head) == 2
            and isinstance(head[0], int)
            and 1 <= head[0] <= len(chain)
            and chain[head[0] - 1].hex() == head[1]
        )

    def check_stamp(self, file, digest):
        if bytes.fromhex(digest) not in (self.read(file) or b""):
            self.report.fails("{file}: the time stamp is not about this seal", file=file)
        elif self.authority is None:
            self.report.note(
                "{file}: not checked against a trusted authority (give its certificate with --ca)", file=file
            )
        else:
            command = [
                self.openssl or "openssl",
                "ts",
                "-verify",
                "-digest",
                digest,
                "-in",
                self.path(file),
                "-CAfile",
                self.authority,
            ]
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if done.returncode:
                self.report.fails("{file}: the time stamp does not lead to the authority named", file=file)
            else:
                self.report.holds("{file}: time stamp checked against the authority named", file=file)

    # 7: the pages for programs

    def check_pages(self):
        incident = self.pack.get("incident")
        wanted = {
            record: ops
            for record, ops in self.entries.items()
            if any(patch.get("incident") == incident for patch, _x in ops)
        }
        self.compare("log.csv", self.csv_rows(), wanted)
        document = self.read_json("incident.json")
        rows = document.get("entries") if isinstance(document.get("entries"), list) else []
        self.compare(
            "incident.json",
            ((row.get("id"), row.get("number"), {name: row.get(name) for name in JSON_FIELDS}) for row in rows),
            wanted,
        )

    def csv_rows(self):
        content = self.read("log.csv") or b""
        lines = content.decode("utf-8-sig", "replace")
        first = lines.split("\n", 1)[0]
        csv.field_size_limit(1 << 30)
        rows = csv.reader(io.StringIO(lines, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
        next(rows, None)
        for row in rows:
            cells = [cell[1:] if cell.startswith("'") else cell for cell in row]
            if len(cells) < 22:
                yield None, cells[0] if cells else "?", {}
                continue
            values = {field: cells[column] for column, field in CELLS.items()}
            values.update(number=cells[0], event_at=milliseconds(cells[1]), recorded_at=milliseconds(cells[2]))
            yield cells[-1], cells[0], values

    def compare(self, file, rows, wanted):
        before, seen = self.report.faults, set()
        for record, number, values in rows:
            ops = wanted.get(record)
            if ops is None or record in seen:
                self.report.fails("{file}: entry {number} is not in the journal", file=file, number=number)
                continue
            seen.add(record)
            # A record that several stations made alike has several ops: the row must be one of them.
            differences = [difference(patch, withheld, values) for patch, withheld in ops]
            if all(differences):
                self.report.fails(
                    "{file}: entry {number} differs from the journal ({field})",
                    file=file,
                    number=number,
                    field=differences[0],
                )
        for record in wanted:
            if record not in seen:
                number = wanted[record][0][0].get("number", record)
                self.report.fails("{file}: entry {number} is in the journal and not here", file=file, number=number)
        if self.report.faults == before:
            self.report.holds("{n} entries as in the journal ({file})", n=len(seen), file=file)


def difference(patch, withheld, values):
    """The first field that is not what the op says, "" for none; withheld and sealed fields cannot be compared."""
    hidden = bool(patch.get("circle")) or "text" in withheld or isinstance(patch.get("text"), dict)
    for name, shown in values.items():
        said = patch.get(name)
        if name in withheld or isinstance(said, dict) or (hidden and name not in ("number", "event_at", "recorded_at")):
            continue
        if name == "event_at" and said is None:
            said = patch.get("recorded_at")
        if isinstance(said, int) and abs(said) > LAST_DAY:
            continue  # no calendar holds it: the page shows the nearest day
        if isinstance(said, str) and isinstance(shown, str):
            said, shown = newlines(said), newlines(shown)
        if (said or "") != (shown or ""):
            return name
    return ""


def newlines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def milliseconds(iso):
    try:
        at = datetime.datetime.fromisoformat(iso)
    except ValueError:
        return None
    since = at - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (since.days * 86400 + since.seconds) * 1000 + since.microseconds // 1000


def unique(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def op_hash(op, before):
    """The hash of an op in its chain, None for what is no op."""
    try:
        salt = bytes.fromhex(op["salt"])
        own = {}
        for name, value in op["p"].items():
            of_field = sha256(salt + name.encode())[:16] if salt else bytes.fromhex(op["fs"][name])
            own[name] = sha256(of_field + canonical(value)).hex()
        if set(own) & set(op["x"]):
            return None
        own.update(op["x"])
        head = {
            "by": op["by"],
            "c": own,
            "d": op["d"],
            "e": op["e"],
            "h": op["h"],
            "r": op["r"],
            "s": op["s"],
            "t": op["t"],
            "v": op["v"],
            "w": op["w"],
        }
        return sha256(b"warroom-op-1\0" + before + canonical(head))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def what_of(op):
    patch = op.get("p") if isinstance(op.get("p"), dict) else {}
    return f"{op.get('e')} {patch.get('number') or op.get('r')}"


def from_hex(text):
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return b""


def key_of(pem):
    """The 32 bytes of an Ed25519 key in PEM, None for anything else."""
    match = re.fullmatch(r"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]+)\n-----END PUBLIC KEY-----\n", pem)
    if match is None:
        return None
    try:
        content = base64.b64decode(match[1], validate=True)
    except ValueError:
        return None
    return content[12:] if len(content) == 44 and content[:12].hex() == "302a300506032b6570032100" else None


def pem_of(key):
    try:
        content = bytes.fromhex("302a300506032b6570032100") + base64.b64decode(str(key), validate=True)
    except ValueError:
        return ""
    return "-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(content).decode() + "\n-----END PUBLIC KEY-----\n"


def station_of(pem):
    key = key_of(pem)
    return "" if key is None else sha256(b"warroom station|" + key)[:16].hex()


def main(arguments):
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    authority = None
    if "--ca" in arguments[:-1]:
        place = arguments.index("--ca")
        authority = arguments[place + 1]
        del arguments[place : place + 2]
    folder = arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__))
    report = Report()
    pack = Pack(folder, authority, report)
    if pack.openssl is None:
        report.fails("openssl is not there or too old: signatures cannot be checked")
    steps = (
        (pack.check_manifest, "MANIFEST.sha256"),
        (pack.check_journal, "journal.jsonl"),
        (pack.check_stations, "stations.json"),
        (pack.check_heads, "pack.json"),
        (pack.check_segments, "segments.json"),
        (pack.check_seals, "seals"),
        (pack.check_pages, "log.csv, incident.json"),
    )
    for step, file in steps:
        try:
            step()
        except Exception as error:  # whatever a forger wrote there is a fault of the pack, never the end of the check
            report.fails("{file}: cannot be read ({reason})", file=file, reason=type(error).__name__)
    print(
        report.say("The pack does not hold: {n} faults.", n=report.faults)
        if report.faults
        else report.say("The pack holds.")
    )
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
