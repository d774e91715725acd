"""Evidence: seal, stamp, verify, and match what was printed or handed over with this room."""

from __future__ import annotations

import re
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from warroom import commands
from warroom.commands.base import Command
from warroom.domain.evidence import Matches, Named, PackMatch, Problem
from warroom.domain.heads import Heads, canonical_heads
from warroom.domain.seals import Seal, Timestamp
from warroom.doors.audit import Audit
from warroom.doors.circles import Circles
from warroom.doors.rights import Rights
from warroom.errors import Refusal, Trouble
from warroom.identity.stations import StationIdentity
from warroom.storage.attachments import Step
from warroom.storage.history import find_fingerprint, note_export
from warroom.storage.papers import record_at
from warroom.storage.proofs import age_problems
from warroom.storage.queries.seals import seals
from warroom.storage.segments import Signing
from warroom.storage.store import Store
from warroom.storage.vault import explained
from warroom.storage.views import Views
from warroom.words import _

if TYPE_CHECKING:
    from warroom.commands.seals import Sealed

DIGITS = re.compile(r"[0-9a-f]{8,64}\Z")


class Host(Protocol):
    """What the evidence needs of its room."""

    identity: StationIdentity
    views: Views
    path: Path
    rights: Rights
    audit: Audit
    circles: Circles

    def do(self, command: Command[Any]) -> Future[Any]: ...


class Evidence:
    """`room.evidence`. Safe from any thread; everything here blocks: call it from a task."""

    def __init__(self, room: Host, store: Store) -> None:
        self._room = room
        self._store = store
        store.signing = Signing(room.identity.station_id.hex(), room.identity.sign)

    # Sealing

    def seal(self, incident: str, *, reason: str, witness: str = "", witness_pin: str | None = None) -> Sealed:
        """Seal an incident's log as it stands now, and sign the journal up to and with the seal.

        The witness is a second person, by name, initials or id. Raises Refusal without a reason, or when the witness is
        the person who types, or when a witness with a PIN does not give it.
        """
        if witness:
            self._check_pin(witness, witness_pin)
        sealed: Sealed = self._room.do(commands.SealLog(incident=incident, reason=reason, witness=witness)).result()
        with suppress(Trouble):  # the seal stands and has its own signature; the journal is signed the next time
            self.sign()
        return sealed

    def _check_pin(self, witness: str, pin: str | None) -> None:
        """Raises Refusal when this is not the PIN of the witness, or when they have one and it was not given."""
        said, rights = " ".join(witness.split()).casefold(), self._room.rights
        known = [p for p in self._room.views.people() if said in (p.id, p.name.casefold(), p.initials.casefold())]
        is_guarded = any(rights.has_pin(person.id) for person in known)
        if pin is None and not is_guarded:
            return
        if len(known) != 1 or not pin or not rights.check_pin(known[0].id, pin):
            has_one = _("{name} has a PIN.") if is_guarded and not pin else _("This is not the PIN of {name}.")
            raise Refusal(
                "pin-wrong",
                has_one.format(name=known[0].name if len(known) == 1 else witness),
                safe=_("Nothing was sealed."),
                todo=_("The second person types their own PIN."),
            )

    def seals(self, incident: str | None = None) -> list[Seal]:
        """Every seal of the room or of one incident, oldest first, with its time stamps."""
        with explained(self._room.path):
            record = bytes.fromhex(self._room.views.incident(incident).id) if incident else None
            return seals(self._store.reader(), record)

    def find_seal(self, reference: str) -> Seal:
        """One seal by number or id. Raises Refusal."""
        wanted = reference.strip()
        found = [seal for seal in self.seals() if wanted.lower() == seal.id or wanted.upper() == seal.number]
        if len(found) != 1:
            raise Refusal(
                "unknown-reference",
                _("There is no seal {number} in this room, or more than one.").format(number=wanted),
                safe=_("Nothing was changed."),
                todo=_("Check the number in the log entry of the seal."),
            )
        return found[0]

    def sign(self) -> None:
        """Sign what this station wrote since it last signed; nothing when the room is open for reading only."""
        self._store.sign_tail()

    # Time stamps

    def stamp(
        self,
        seal: str,
        url: str,
        *,
        trust: Path | None = None,
    ) -> Timestamp:
        """Have an authority stamp a seal (RFC 3161), check its answer at once, and keep it.

        Only the digest of the seal leaves this laptop. `trust` is a PEM file of authorities. Raises Trouble when the
        authority cannot be reached or its answer does not hold; nothing is kept then.
        """
        from warroom.doors.authorities import ask, authorities_of

        chosen = self.find_seal(seal)
        named = authorities_of(trust)
        token, stamp = ask(url, canonical_heads(chosen.heads), digest=chosen.digest, authorities=named)
        authority = stamp.authority or url
        kept = self._room.do(
            commands.KeepTimestamp(seal=chosen.id, token=token, authority=authority, stamped_at=stamp.at_ms)
        ).result()
        return Timestamp(kept, token, authority, stamp.at_ms)

    # Matching

    def verify(self, *, trust: Path | None = None, step: Step = lambda done, total: None) -> list[Problem]:
        """Everything that can be checked offline, in plain words, and whether the file is older than this laptop knows.

        `trust` is a PEM file of authorities for time stamps; `step(done, total)` may raise to stop. The audit notes it.
        """
        from warroom.doors.authorities import authorities_of
        from warroom.storage.verify import verify

        conn, named = self._store.reader(), authorities_of(trust)
        with explained(self._room.path):
            older = list(age_problems(conn, self._store.lacking, is_moved=self._store.is_moved))
            return self._room.audit.verified([*verify(conn, authorities=named, step=step), *older])

    def record_of(self, problem: Problem) -> tuple[str, str, str] | None:
        """The incident, noun and id of the record that a problem is about, None when it is about none."""
        with explained(self._room.path):
            return record_at(self._store.reader(), problem.where)

    def named_in(self, incident: str, *, step: Step = lambda done, total: None) -> list[Named]:
        """The records of an incident whose text names somebody of the room: for a person to withhold or to leave."""
        from warroom.reports.naming import named_in

        views, _circle = self._room.circles.for_export(None)
        return named_in(views, incident, step=step)

    def match_fingerprint(self, digits: str) -> Matches:
        """Whether and when this room had this fingerprint (8 digits) or digest (up to 64). Raises Refusal."""
        asked = "".join(digits.split()).lower()
        if not DIGITS.match(asked):
            raise Refusal(
                "fingerprint-malformed",
                _("A fingerprint is 8 to 64 digits, 0 to 9 and a to f."),
                todo=_("Copy it from the foot of the page."),
            )
        with explained(self._room.path), self._room.views.unmoving():
            return find_fingerprint(self._store.reader(), asked)

    def match_pack(self, folder: Path | str) -> PackMatch:
        """Whether an export folder or evidence pack is whole, signed, and of this room's past. Raises Refusal."""
        from warroom.reports.packs import match_pack

        return match_pack(self._room.views, Path(folder))

    def note_export(self, *, heads: Heads, what: str, at_ms: int) -> None:
        """Remember that a document with these heads left this laptop, so that its fingerprint is found again."""
        if self._store.vault.read_only:
            return
        with suppress(Trouble):  # the document is out: a note that cannot be kept must not call it failed
            self._store.run(lambda conn: note_export(conn, at_ms=at_ms, heads=heads, what=what)).result()
