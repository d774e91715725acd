"""A mail server as a sender: encrypted unless its channel says otherwise; every failure has a reason."""

from __future__ import annotations

import base64
import hashlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable

from warroom.domain.messages import Result
from warroom.domain.senders import Security, Smtp
from warroom.senders import (
    ANSWER_WAIT,
    CONNECT_WAIT,
    GLANCE,
    WHOLE_WAIT,
    Found,
    NotSent,
    Outcome,
    Parcel,
    Stopped,
    Unclear,
    Watch,
    not_sent,
    plain,
)
from warroom.senders.mail import mail_of
from warroom.senders.trust import broken_off, of_connection, too_slow, trusting
from warroom.words import _, ngettext

LINE_MOST = 8_192  # bytes of one line that a server says
LINES_MOST = 200  # of one answer
Reply = tuple[int, bytes]


class _Line(smtplib.SMTP):
    """smtplib's conversation, whose answers are bounded, watched, and never read ahead of encryption."""

    def __init__(self, settings: Smtp, watch: Watch) -> None:
        self._settings, self._watch = settings, watch
        self._read = bytearray()
        self._context = trusting(settings.ca, settings.place) if settings.security is not Security.NONE else None
        self._patience, self._literal = ANSWER_WAIT, "[127.0.0.1]"
        # Asking the system for its own name may take as long as DNS is out; an address literal is as good (RFC 5321).
        try:
            super().__init__(settings.host, settings.port, local_hostname=self._literal, timeout=CONNECT_WAIT)
        except BaseException:
            self.close()
            raise
        self.local_hostname = self._literal

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._watch.look()
        line = socket.create_connection((host, port), min(timeout, self._watch.left(CONNECT_WAIT)))
        address = line.getsockname()[0]
        self._literal = f"[IPv6:{address}]" if ":" in address else f"[{address}]"
        if self._settings.security is Security.TLS and self._context is not None:
            try:
                line = self._context.wrap_socket(line, server_hostname=host)
            except BaseException:
                line.close()
                raise
        return line

    def getreply(self) -> Reply:
        """One answer. Raises SMTPServerDisconnected, TimeoutError, Stopped."""
        said: list[bytes] = []
        until = self._watch.left() - self._watch.left(self._patience)
        for _nth in range(LINES_MOST):
            line = self._readline(until)
            if not line[:3].isdigit():
                break
            said.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(said)  # as smtplib reads what EHLO offers
        self.close()
        raise smtplib.SMTPServerDisconnected("not an answer")

    def _readline(self, until: float) -> bytes:
        """One line; `until` is what must be left on the watch."""
        while (end := self._read.find(b"\n")) < 0:
            if self.sock is None or len(self._read) > LINE_MOST:
                raise smtplib.SMTPServerDisconnected("no line")
            self._watch.look()
            if self._watch.left() <= until:
                raise TimeoutError
            self.sock.settimeout(GLANCE)
            try:
                piece = self.sock.recv(4096)
            except TimeoutError:
                continue
            if not piece:
                self.close()
                raise smtplib.SMTPServerDisconnected("closed")
            self._read += piece
        line = bytes(self._read[:end])
        del self._read[: end + 1]
        return line

    def send(self, s: bytes | str) -> None:  # type: ignore[override]
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        self.sock.settimeout(max(GLANCE, self._watch.left(ANSWER_WAIT)))
        self.sock.sendall(s.encode("ascii") if isinstance(s, str) else s)

    def hand_over(self, whole: bytes) -> Reply:
        """The message, and what is said about it: a server may look into it for long before it answers."""
        self._watch.handed()
        self._patience = WHOLE_WAIT
        self.send(whole)
        return self.getreply()

    def encrypt(self) -> None:
        """STARTTLS. Raises NotSent where it is not offered, or where something was slipped in before it."""
        place = self._settings.place
        if not self.has_extn("starttls"):
            raise not_sent(
                "sender-no-starttls",
                _("{place} does not offer STARTTLS: the line would be open to anybody.").format(place=place),
                _("Check the port, or choose TLS; ask whoever looks after that server."),
            )
        code, said = self.docmd("STARTTLS")
        if code != 220 or self._read:
            raise not_sent(
                "sender-no-starttls",
                _("{place} does not begin STARTTLS: {reason}").format(place=place, reason=f"{code} {plain(said)}"),
                _("Try again later; if it goes on, tell whoever looks after that server."),
            )
        assert self.sock is not None
        assert self._context is not None
        self.sock.settimeout(max(GLANCE, self._watch.left(CONNECT_WAIT)))
        self.sock = self._context.wrap_socket(self.sock, server_hostname=self._settings.host)
        self.file = None
        self.helo_resp = self.ehlo_resp = None
        self.esmtp_features, self.does_esmtp = {}, False
        self.ehlo()

    def login_as(self, password: str) -> None:
        """Log in, by PLAIN or LOGIN; any letter may stand in a password. Raises NotSent."""
        user, place = self._settings.user, self._settings.place
        offered = str(self.esmtp_features.get("auth", "")).upper().split()
        if "PLAIN" in offered:
            code, said = self.docmd("AUTH", "PLAIN " + _encoded(f"\0{user}\0{password}"))
        elif "LOGIN" in offered:
            code, said = self.docmd("AUTH", "LOGIN " + _encoded(user))
            if code == 334:
                code, said = self.docmd(_encoded(password))
        else:
            raise not_sent(
                "sender-no-login",
                _("{place} offers no way to log in that we know.").format(place=place),
                _("Leave the user empty if it takes mail without, or ask for a login by PLAIN or LOGIN."),
            )
        if code != 235:
            raise not_sent(
                "sender-login",
                _("{place} refuses the user {user} or the password: {reason}").format(
                    place=place, user=user, reason=f"{code} {plain(said)}"
                ),
                _("Check the user, and give the password again."),
            )


def send_mail(
    parcel: Parcel, settings: Smtp, password: str, watch: Watch, *, at: int, handed: Callable[[], None] = lambda: None
) -> Outcome:
    """Send one mail to every recipient of the parcel. Raises NotSent, Unclear, or Stopped while nothing has left.

    `handed` is called just before the first byte of the message leaves.
    """
    mail = mail_of(parcel, settings, at)
    digest = hashlib.sha256(mail).hexdigest()
    watch.total = 3 + len(parcel.recipients)
    line = _opened(settings, password, watch)
    try:
        reached, refused = _addressed(line, parcel.recipients, settings, watch, len(mail))
        if not reached:
            why = next(iter(refused.values()), "")
            return Outcome(Result.FAILED, refused=refused, sha256=digest, why=_all_refused(settings, why))
        code, said = _answered(lambda: line.docmd("DATA"), settings)
        if code != 354:
            raise _said_no(settings, code, said)
        handed()
        code, said = _handed_over(line, mail, settings)
    finally:
        _hang_up(line)
    answer = f"{code} {plain(said)}"
    if code // 100 != 2:
        return Outcome(
            Result.FAILED,
            refused=dict.fromkeys(parcel.recipients, answer),
            sha256=digest,
            why=_("{place} did not take the message: {reason}").format(place=settings.place, reason=answer),
        )
    return Outcome(Result.SENT, reached=reached, refused=refused, proof=answer, sha256=digest)


def try_mail(settings: Smtp, password: str, watch: Watch, recipients: tuple[str, ...]) -> list[Found]:
    """Everything but the message: connect, encrypt, log in, name sender and recipients. Raises NotSent, Stopped."""
    watch.total = 3 + len(recipients)
    line = _opened(settings, password, watch)
    try:
        found = [_how_open(settings)]
        if settings.user:
            found.append(Found(True, _("It lets in {user}.").format(user=settings.user)))
        reached, refused = _addressed(line, recipients, settings, watch, 0)
        if reached:
            n = len(reached)
            said = ngettext("It takes mail for {n} recipient.", "It takes mail for {n} recipients.", n)
            found.append(Found(True, said.format(n=n)))
        found += [
            Found(False, _("It refuses {recipient}: {reason}").format(recipient=one, reason=why))
            for one, why in refused.items()
        ]
        _answered(lambda: line.docmd("RSET"), settings)
    finally:
        _hang_up(line)
    return found


def _opened(settings: Smtp, password: str, watch: Watch) -> _Line:
    """A line ready for a message: connected, encrypted, logged in. Raises NotSent, Stopped."""
    line: _Line | None = None
    try:
        line = _Line(settings, watch)
        watch.onward()
        if line.ehlo()[0] != 250:
            line.helo()
        if settings.security is Security.STARTTLS:
            line.encrypt()
        watch.onward()
        if settings.user:
            line.login_as(password)
        watch.onward()
    except BaseException as error:
        if line is not None:
            _hang_up(line)
        raise _translated(error, settings) from error
    return line


def _addressed(
    line: _Line, recipients: tuple[str, ...], settings: Smtp, watch: Watch, size: int
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Name the sender and every recipient: those it takes, and those it refuses with what it said. Raises NotSent."""
    option = f" SIZE={size}" if size and line.has_extn("size") else ""
    code, said = _answered(lambda: line.docmd("MAIL", f"FROM:<{settings.sender}>{option}"), settings)
    if code == 552:
        raise not_sent(
            "sender-too-large",
            _("{place} takes no message of this size: {reason}").format(
                place=settings.place, reason=f"{code} {plain(said)}"
            ),
            _("Shorten it, or tell whoever looks after that server."),
        )
    if code != 250:
        raise not_sent(
            "sender-from",
            _("{place} takes no mail from {sender}: {reason}").format(
                place=settings.place, sender=settings.sender, reason=f"{code} {plain(said)}"
            ),
            _("Use an address that this server may send for, or log in."),
        )
    reached, refused = [], {}
    for recipient in recipients:
        code, said = _answered(lambda to=recipient: line.docmd("RCPT", f"TO:<{to}>"), settings)  # type: ignore[misc]
        if code in (250, 251):
            reached.append(recipient)
        else:
            refused[recipient] = f"{code} {plain(said)}"
        watch.onward()
    return tuple(reached), refused


def _handed_over(line: _Line, mail: bytes, settings: Smtp) -> Reply:
    """Send the message and hear what becomes of it. Raises Unclear: from here on nobody can say it has not gone."""
    body = re.sub(rb"(?m)^\.", b"..", mail)
    whole = body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"
    try:
        return line.hand_over(whole)
    except Exception as error:
        raise unclear(settings.place) from error


def unclear(place: str) -> Unclear:
    return Unclear(
        "sender-unclear",
        _("The message was handed to {place}, and no answer came: it may have gone.").format(place=place),
        safe=_("The ledger says so, and it is not sent again by itself."),
        todo=_("Ask a recipient whether it came, then say so in the outbox."),
    )


def _answered(ask: Callable[[], Reply], settings: Smtp) -> Reply:
    try:
        return ask()
    except BaseException as error:
        raise _translated(error, settings) from error


def _translated(error: BaseException, settings: Smtp) -> BaseException:
    """What went wrong before the message was handed over, as a NotSent; what is no such thing stays what it is."""
    if isinstance(error, NotSent | Stopped):
        return error
    if isinstance(error, smtplib.SMTPResponseException):
        return _said_no(settings, error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError):
        return too_slow(settings.place)
    if isinstance(error, ssl.SSLError | OSError):
        return of_connection(error, settings.place)
    return broken_off(settings.place) if isinstance(error, smtplib.SMTPException) else error


def _said_no(settings: Smtp, code: int, said: bytes | str) -> NotSent:
    later = code // 100 == 4
    return not_sent(
        "sender-said-no",
        _("{place} says no: {reason}").format(place=settings.place, reason=f"{code} {plain(said)}"),
        _("It asks to try again later.") if later else _("Tell whoever looks after that server."),
    )


def _all_refused(settings: Smtp, why: str) -> str:
    return _("{place} takes mail for none of the recipients: {reason}").format(place=settings.place, reason=why)


def _how_open(settings: Smtp) -> Found:
    if settings.security is Security.NONE:
        said = _("{place} answers. The line is not encrypted: anybody between can read and change what leaves.")
        return Found(False, said.format(place=settings.place))
    return Found(True, _("{place} answers, encrypted, with a certificate that we trust.").format(place=settings.place))


def _hang_up(line: _Line) -> None:
    """Say goodbye if it still listens; what came before stands whatever happens here."""
    try:
        if line.sock is not None:
            line.sock.settimeout(GLANCE)
            line.sock.sendall(b"QUIT\r\n")
    except OSError:
        pass
    finally:
        line.close()


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
