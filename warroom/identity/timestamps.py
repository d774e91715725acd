"""Time stamps (RFC 3161): the question to an authority, and what its answer proves, checked without a network.

The question holds the digest of a seal and nothing else of the room.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warroom.words import _

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

ANSWER_BYTES_MAX = 256 * 1024
SHA256 = "2.16.840.1.101.3.4.2.1"


class Trust(enum.Enum):
    """How far a time stamp was checked."""

    AUTHORITY = "authority"  # its certificates lead to an authority that the reader named
    ITSELF = "itself"  # signature and certificates agree with each other; nobody vouched for the authority
    DIGEST = "digest"  # it names this digest, but brings no certificate of its authority to check the signature by


class BadStamp(ValueError):
    """The answer is no time stamp of what was asked; why, in the user's words."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent, and what the answer must repeat."""

    body: bytes
    nonce: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time stamp says once it was checked."""

    at_ms: int  # the authority's own clock, milliseconds UTC
    authority: str  # the name in its certificate, "" when it brings none
    trust: Trust


def question(content: bytes) -> Question:
    """A request for a stamp on the SHA-256 of this content, with a nonce and the wish for certificates."""
    from rfc3161_client import TimestampRequestBuilder
    from rfc3161_client.base import HashAlgorithm

    asked = (
        TimestampRequestBuilder()
        .data(content)
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    return Question(asked.as_bytes(), asked.nonce, hashlib.sha256(content).hexdigest())


def read_stamp(
    answer: bytes, *, digest: str, nonce: int | None = None, authorities: Sequence[Certificate] = ()
) -> Stamp:
    """Check an answer against the digest, the nonce if one was sent, and the authorities if any are named.

    Raises BadStamp for anything else than a granted stamp of this digest with a signature that holds.
    """
    from cryptography import x509
    from rfc3161_client import decode_timestamp_response

    if len(answer) > ANSWER_BYTES_MAX:
        raise BadStamp(_("it is too long"))
    try:
        response = decode_timestamp_response(_certificates_in_order(answer))
        if response.status != 0:
            raise BadStamp(_("the authority refused"))
        info = response.tst_info
        imprint = info.message_imprint
        named = [x509.load_der_x509_certificate(each) for each in response.signed_data.certificates]
    except BadStamp:
        raise
    except Exception as error:  # the library's parsers raise what they like on hostile bytes
        raise BadStamp(_("it cannot be read")) from error
    if imprint.hash_algorithm.dotted_string != SHA256 or imprint.message.hex() != digest:
        raise BadStamp(_("it is about another digest"))
    if nonce is not None and info.nonce != nonce:
        raise BadStamp(_("it repeats another nonce"))
    anchors = [each for each in named if each.subject == each.issuer]
    if authorities:
        trust, roots = Trust.AUTHORITY, list(authorities)
    else:
        trust, roots = (Trust.ITSELF, anchors) if anchors else (Trust.DIGEST, [])
    if roots:
        _check_signature(response, digest, roots)
    return Stamp(int(info.gen_time.timestamp() * 1000), _name(named), trust)


def authorities_in(pem: bytes) -> list[Certificate]:
    """The certificates of a PEM file. Raises ValueError when it holds none."""
    from cryptography import x509

    return x509.load_pem_x509_certificates(pem)


def _check_signature(response: Any, digest: str, roots: list[Certificate]) -> None:
    """The signature, and a path from its certificate to a root over the certificates that the answer brings.

    The library trusts whatever it is given as an intermediate: it is given none.
    """
    from rfc3161_client import VerificationError, VerifierBuilder

    try:
        VerifierBuilder(roots=roots).build().verify(response, bytes.fromhex(digest))
    except (VerificationError, ValueError) as error:
        raise BadStamp(_("its signature or its certificates do not hold")) from error


def _name(certificates: Sequence[Certificate]) -> str:
    """Whom the signing certificate names: the one that issued no other."""
    issuers = {each.issuer for each in certificates if each.issuer != each.subject}
    signers = [each for each in certificates if each.subject not in issuers] or list(certificates)
    return signers[0].subject.rfc4514_string()[:200] if signers else ""


def _certificates_in_order(answer: bytes) -> bytes:
    """The answer with its set of certificates sorted as DER asks.

    rfc3161-client 1.0.9 refuses the order in which OpenSSL writes them; the set is not signed, so sorting is harmless.
    Raises BadStamp for bytes that are no such answer.
    """
    try:
        _kind, start, end = _head(answer, 0)
        token = list(_parts(answer, start, end))[1]
        content = list(_parts(answer, *token[2:]))[1]
        signed = next(_parts(answer, *content[2:]))
        for _at, tag, start, end in _parts(answer, *signed[2:]):
            if tag == 0xA0:
                each = sorted(answer[at:until] for at, _kind, _begin, until in _parts(answer, start, end))
                return answer[:start] + b"".join(each) + answer[end:]
    except (IndexError, StopIteration):
        # A refusal carries no token: the library reads it as it is.
        return answer
    return answer


def _parts(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """The elements between two places: where each begins, its tag, and where its content begins and ends."""
    at = start
    while at < end:
        tag, begin, finish = _head(content, at)
        if finish > end:
            raise BadStamp(_("it cannot be read"))
        yield at, tag, begin, finish
        at = finish


def _head(content: bytes, at: int) -> tuple[int, int, int]:
    if at + 2 > len(content):
        raise BadStamp(_("it is cut short"))
    length, begin = content[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4 or begin + size > len(content):
            raise BadStamp(_("it cannot be read"))
        length, begin = int.from_bytes(content[begin : begin + size], "big"), begin + size
    if begin + length > len(content):
        raise BadStamp(_("it is cut short"))
    return content[at], begin, begin + length
