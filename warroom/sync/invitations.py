"""Invitations: a bundle of the whole room, sealed to a one-time key that a spoken code opens.

The header tells a stranger nothing but how dear a guess of the code is; who guesses right holds the keys of one
enrolment (decision 18). File and code travel apart: one of them alone opens nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from warroom.errors import Refusal, Trouble, WrongKey
from warroom.identity.spoken import read_code
from warroom.identity.stations import StationIdentity
from warroom.identity.strict import (
    Malformed,
    as_object,
    decode_object,
    exactly,
    from_base64,
    from_hex,
    integer,
    text,
    to_base64,
    to_json,
)
from warroom.identity.wrapping import NONCE_LENGTH, SALT_LENGTH, Argon2Parameters, derive, stretch
from warroom.storage.admission import ROOTS_MOST
from warroom.sync.bundles import Contents, open_bundle
from warroom.sync.frames import FrameReader, Magic, Newer, Stranger, Torn, check
from warroom.words import _

_PURPOSE = b"warroom invitation"
_SECRETS_MOST = 16_384  # bytes


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the code opens: the keys of one enrolment, the room, and where its trust begins."""

    secret_keys: bytes = field(repr=False)  # of the one-time identity: signs the enrolment, opens what is sealed to it
    room: str  # id
    founder: str  # station id
    id: str  # of the invitation
    inviter: str  # station id of who wrote it
    letter: str  # the one proposed
    name: str  # the room's, to be shown
    roots: tuple[str, ...] = ()  # stations to be believed beside the founder, though nobody vouches for them

    @property
    def once(self) -> StationIdentity:
        """The one-time identity."""
        return StationIdentity(self.secret_keys)


def wrapped(invitation: Invitation, code: str, argon2: Argon2Parameters) -> dict[str, Any]:
    """The header that holds the invitation's secrets under the spoken code. Costs one Argon2id."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    salt, nonce = secrets.token_bytes(SALT_LENGTH), secrets.token_bytes(NONCE_LENGTH)
    said = to_json(
        {
            "founder": invitation.founder,
            "invitation": invitation.id,
            "inviter": invitation.inviter,
            "letter": invitation.letter,
            "name": invitation.name,
            "room": invitation.room,
            "roots": list(invitation.roots),
            "secret_keys": invitation.secret_keys.hex(),
        }
    )
    key = _key(code, salt, argon2)
    return {
        "argon2": {"iterations": argon2.iterations, "lanes": argon2.lanes, "memory_kib": argon2.memory_kib},
        "nonce": to_base64(nonce),
        "salt": to_base64(salt),
        "wrapped": to_base64(ChaCha20Poly1305(key).encrypt(nonce, said, _bound(argon2, salt))),
    }


def unwrapped(header: Mapping[str, Any], code: str) -> Invitation:
    """The secrets. Raises WrongKey `code-wrong` or `code-mistyped`, Malformed for a header nobody wrote."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cost = as_object(header.get("argon2"))
    argon2 = Argon2Parameters(
        memory_kib=integer(cost.get("memory_kib"), least=1, most=2**24),
        iterations=integer(cost.get("iterations"), least=1, most=64),
        lanes=integer(cost.get("lanes"), least=1, most=16),
    )
    salt = from_base64(header.get("salt"), least=SALT_LENGTH, most=SALT_LENGTH)
    nonce = from_base64(header.get("nonce"), least=NONCE_LENGTH, most=NONCE_LENGTH)
    sealed = from_base64(header.get("wrapped"), least=16, most=_SECRETS_MOST)
    try:
        said = ChaCha20Poly1305(_key(code, salt, argon2)).decrypt(nonce, sealed, _bound(argon2, salt))
    except InvalidTag:
        raise WrongKey(
            "code-wrong",
            _("This code does not open the invitation."),
            safe=_("Nothing was created or changed."),
            todo=_("Have it read aloud again, and check that the file is of the same invitation."),
        ) from None
    found = decode_object(said)
    exactly(found, "founder", "invitation", "inviter", "letter", "name", "room", "roots", "secret_keys")
    roots = found["roots"]
    if not isinstance(roots, list) or len(roots) > ROOTS_MOST:
        raise Malformed("not a list of stations")
    return Invitation(
        secret_keys=from_hex(found["secret_keys"], length=64),
        room=from_hex(found["room"], length=16).hex(),
        founder=from_hex(found["founder"], length=16).hex(),
        id=from_hex(found["invitation"], length=16).hex(),
        inviter=from_hex(found["inviter"], length=16).hex(),
        letter=text(found["letter"])[:1],
        name=text(found["name"]),
        roots=tuple(from_hex(each, length=16).hex() for each in roots),
    )


def open_invitation(stream: BinaryIO, code: str, *, name: str) -> tuple[Invitation, FrameReader, Contents]:
    """Check the file and the code, and open it; the reader stands at its files. `name` is the file's.

    Raises WrongKey for the code, Refusal for a file that is no invitation, Trouble for one that is damaged.
    """
    code = read_code(code)
    start = stream.tell()
    try:
        header = check(stream, Magic.INVITATION).header
        invitation = unwrapped(header, code)
    except Stranger as error:
        raise Refusal(
            "not-an-invitation",
            _("{name} is not an invitation of Warroom.").format(name=name),
            safe=_("Nothing was created or changed."),
            todo=_("Choose the file that the other laptop wrote under “Invite a laptop”."),
        ) from error
    except Newer as error:
        raise Refusal(
            "invitation-newer",
            _("{name} was written by a newer version of Warroom.").format(name=name),
            safe=_("Nothing was created or changed."),
            todo=_("Copy the newer program from the laptop that wrote it."),
        ) from error
    except (Torn, Malformed) as error:
        raise damaged(name) from error
    stream.seek(start)
    reader, contents = open_bundle(stream, Magic.INVITATION, [invitation.once.secret_keys[32:]], name=name)
    return invitation, reader, contents


def damaged(name: str) -> Trouble:
    """For an invitation that is torn, or holds what no laptop wrote."""
    return Trouble(
        "invitation-damaged",
        _("{name} is incomplete or damaged.").format(name=name),
        safe=_("Nothing was created or changed."),
        todo=_("Write the invitation again, and eject the stick before you pull it out."),
    )


def is_invitation(path: Path) -> bool:
    """Whether a file begins like an invitation; nothing more is looked at."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) == Magic.INVITATION.value
    except OSError:
        return False


def _key(code: str, salt: bytes, argon2: Argon2Parameters) -> bytes:
    return derive(stretch(read_code(code), salt=salt, argon2=argon2), salt=salt, purpose=_PURPOSE)


def _bound(argon2: Argon2Parameters, salt: bytes) -> bytes:
    """What the seal also covers."""
    return f"{_PURPOSE.decode()}|{argon2.memory_kib}/{argon2.iterations}/{argon2.lanes}|{salt.hex()}".encode()
