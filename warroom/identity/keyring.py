"""The system's keyring: a door to secrets the desktop keeps, which says plainly when it is shut."""

from __future__ import annotations

import base64
import binascii
import os
import sys
from importlib import import_module
from typing import NamedTuple, Protocol, runtime_checkable

from warroom.errors import Trouble
from warroom.words import _

SERVICE = "warroom"
SWITCH = "WARROOM_KEYRING"

# Anything else, installed by who knows whom, might keep plain text as keyrings.alt does.
_SYSTEM_BACKENDS = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
_OUTSIDE_ERRORS = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney", "DBusErrorResponse"),
    ("jeepney", "AuthenticationError"),
    ("win32ctypes.pywin32.pywintypes", "error"),
)


@runtime_checkable
class Backend(Protocol):
    """What the `keyring` library calls a backend."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """The stored text, or None."""

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Store a text."""

    def delete_password(self, service: str, username: str, /) -> None:
        """Forget a text."""


class Availability(NamedTuple):
    """Whether the keyring can be used now, and otherwise why not, in the user's words."""

    ok: bool
    reason: str = ""


class KeyringDoor:
    """Stores, reads and deletes small secrets in the keyring; safe from any thread; may show the system's own prompt.

    Environment: `WARROOM_KEYRING=off` shuts it (portable rooms, tests). Every failure is Trouble `keyring-unavailable`,
    so that the caller asks for the passphrase instead.
    """

    def __init__(self, *, service: str = SERVICE, backend: Backend | None = None) -> None:
        self._service = service
        self._given = backend

    def available(self) -> Availability:
        """Try the door by asking for a secret that need not exist: a locked keyring only says so when asked."""
        try:
            self.read("available?")
        except Trouble as trouble:
            return Availability(ok=False, reason=trouble.message)
        return Availability(ok=True)

    def backend_name(self) -> str:
        """The backend in use, as `keyring.backends.SecretService.Keyring`; empty when there is none fit for use."""
        try:
            backend = self._backend()
        except Trouble:
            return ""
        return _name(backend)

    def store(self, user: str, secret: bytes) -> None:
        """Keep a secret under this name and read it back; raises Trouble `keyring-unavailable`."""
        text = base64.b64encode(secret).decode("ascii")
        backend = self._backend()
        try:
            backend.set_password(self._service, user, text)
            kept = backend.get_password(self._service, user)
        except _errors() as reason:
            raise _shut(_reason(reason)) from None
        # keyring's null backend, and some desktops' disabled ones, take everything and keep nothing.
        if kept != text:
            raise _shut(_("the keyring did not keep what it was given"))

    def read(self, user: str) -> bytes | None:
        """The secret under this name, None when there is none; raises Trouble `keyring-unavailable`."""
        backend = self._backend()
        try:
            text = backend.get_password(self._service, user)
        except _errors() as reason:
            raise _shut(_reason(reason)) from None
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise _shut(_("what it holds for Warroom is damaged")) from None

    def delete(self, user: str) -> None:
        """Forget the secret under this name; nothing to forget is fine; raises Trouble `keyring-unavailable`."""
        backend = self._backend()
        try:
            if backend.get_password(self._service, user) is not None:
                backend.delete_password(self._service, user)
        except _errors() as reason:
            raise _shut(_reason(reason)) from None

    def _backend(self) -> Backend:
        if os.environ.get(SWITCH, "").strip().lower() == "off":
            raise _shut(_("it is switched off by {name}").format(name=f"{SWITCH}=off"))
        if self._given is not None:
            return self._given
        try:
            import keyring

            found = keyring.get_keyring()
        except ImportError:
            raise _shut(_("the keyring library is not installed")) from None
        except _errors() as reason:
            raise _shut(_reason(reason)) from None
        # Several backends come chained, in order of preference; a plain one among them must not be reached.
        for candidate in getattr(found, "backends", None) or [found]:
            if type(candidate).__module__.startswith(_SYSTEM_BACKENDS):
                fit: Backend = candidate
                return fit
        raise _shut(_why_unfit(found))


def _why_unfit(found: object) -> str:
    if type(found).__module__.startswith(("keyring.backends.fail", "keyring.backends.chainer")):
        return _("no keyring service is running for this session")
    if type(found).__module__.startswith("keyrings.alt") or "plain" in type(found).__name__.lower():
        return _("{backend} would keep secrets in plain text").format(backend=_name(found))
    return _("{backend} is not a keyring of the system").format(backend=_name(found))


def _name(backend: object) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _errors() -> tuple[type[Exception], ...]:
    """Whatever a backend may raise; those of libraries not loaded cannot be raised."""
    known: list[type[Exception]] = [OSError, EOFError, RuntimeError, UnicodeError]
    if "keyring.errors" in sys.modules:
        known.append(import_module("keyring.errors").KeyringError)
    known += [getattr(sys.modules[module], name) for module, name in _OUTSIDE_ERRORS if module in sys.modules]
    return tuple(known)


def _reason(error: Exception) -> str:
    """Why, in the user's words; the library's own text is left out because some backends quote what they were given."""
    kind = type(error).__name__
    if kind in ("KeyringLocked", "LockedException"):
        return _("it is locked")
    if kind == "PromptDismissedException":
        return _("unlocking it was cancelled")
    if kind == "InitError":
        return _("it cannot be unlocked in this session")
    if kind in ("NoKeyringError", "SecretServiceNotAvailableException"):
        return _("no keyring service is running for this session")
    return _("it does not answer ({kind})").format(kind=kind)


def _shut(reason: str) -> Trouble:
    return Trouble(
        "keyring-unavailable",
        _("The keyring of this laptop cannot be used: {reason}.").format(reason=reason),
        safe=_("Nothing was changed, and no secret was written anywhere else."),
        todo=_("Give the passphrase of the room, or unlock the keyring and try again."),
    )
