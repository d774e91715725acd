"""Which certificates a channel trusts, and what exactly is wrong with one that it does not."""

from __future__ import annotations

import socket
import ssl

from warroom.senders import NotSent, not_sent, plain
from warroom.words import _

# OpenSSL's numbers of what is wrong with a certificate.
EXPIRED, NOT_YET = 10, 9
UNKNOWN_ISSUER = frozenset({18, 19, 20, 21, 2})
WRONG_NAME = frozenset({62, 64})


def trusting(ca: str, place: str) -> ssl.SSLContext:
    """The system's authorities, or those alone that a channel brings along. Raises NotSent for what is none."""
    try:
        context = ssl.create_default_context(cadata=ca or None)
    except ssl.SSLError:
        raise not_sent(
            "sender-ca",
            _("The certificate that the channel for {place} brings along cannot be read.").format(place=place),
            _("Choose the file again: it holds text that begins with BEGIN CERTIFICATE."),
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def of_connection(error: BaseException, place: str) -> NotSent:
    """What kept us from a place, in words; nothing was said to it that matters."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate(cause, place)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return not_sent(
                "sender-tls",
                _("{place} speaks no TLS that we can use: {reason}.").format(
                    place=place, reason=plain(cause.reason or cause).rstrip(".")
                ),
                _("Check the port and the kind of security: STARTTLS and TLS are not the same port."),
            )
        if isinstance(cause, socket.gaierror):
            return not_sent(
                "sender-no-such-host",
                _("No address is known for {place}.").format(place=place),
                _("Check how the name is written, and whether name resolution (DNS) works."),
            )
        if isinstance(cause, ConnectionRefusedError):
            return not_sent(
                "sender-refused-connection",
                _("Nothing listens at {place}.").format(place=place),
                _("Check the port, and whether the service runs."),
            )
    return too_slow(place) if any(isinstance(one, TimeoutError) for one in _causes(error)) else broken_off(place)


def too_slow(place: str) -> NotSent:
    return not_sent(
        "sender-timeout",
        _("{place} does not answer in time.").format(place=place),
        _("Check the network and any firewall between, then send it again."),
    )


def broken_off(place: str) -> NotSent:
    return not_sent(
        "sender-broken-off",
        _("The line to {place} broke before the message was handed over.").format(place=place),
        _("Check the network, then send it again."),
    )


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in found:
        found.append(at)
        at = at.__cause__ or at.__context__
    return found


def _certificate(error: ssl.SSLCertVerificationError, place: str) -> NotSent:
    number = error.verify_code
    if number in WRONG_NAME:
        said = _("The certificate of {place} is for another name: somebody else may be answering.")
        todo = _("Check the address. If it is right, tell whoever looks after that server.")
    elif number in (EXPIRED, NOT_YET):
        said = _("The certificate of {place} has expired, or is not valid yet.")
        todo = _("Check the clock of this laptop, then tell whoever looks after that server.")
    elif number in UNKNOWN_ISSUER:
        said = _("Nobody we trust vouches for the certificate of {place}.")
        todo = _("If your organisation signs its own certificates, add its authority to the channel.")
    else:
        said = _("The certificate of {place} is not to be trusted.")
        todo = _("Tell whoever looks after that server: {reason}").format(reason=plain(error.verify_message))
    return not_sent(
        "sender-certificate", said.format(place=place), todo, safe=_("Nothing was sent, not even the password.")
    )
