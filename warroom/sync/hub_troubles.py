"""What can go wrong with a hub, in words: what happened, what is safe, what to do. Never a password, never long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.errors import Trouble
from warroom.words import _

if TYPE_CHECKING:
    import psycopg

SILENT = "no answer in time"
SAID_MOST = 200  # characters of what a server says that are shown
# Serialization failure, deadlock, outcome unknown, lock not had in time, two at once under one key.
TRY_AGAIN = frozenset({"40001", "40P01", "40003", "55P03", "23505"})
STOPPING = frozenset({"57P01", "57P02", "57P03", "57P05", "25P03"})
_WRONG_KEY = frozenset({"28P01", "28000"})
_NOT_OURS = frozenset({"42P01", "42703", "42804", "42883", "42846", "42P10", "22P02", "22P03", "0A000", "42601"})
# Before the first query libpq gives no code, only words, in the server's language.
_AT_THE_DOOR = (
    ("3D000", ("database", "base de données"), ("does not exist", "n'existe pas")),
    ("53300", ("too many", "connection slots", "trop de", "emplacements de connexion"), ()),
    (
        "57P03",
        ("starting up", "shutting down", "not yet accepting", "recovery", "démarrage", "arrêt", "restauration"),
        (),
    ),
    ("28P01", ("",), ()),
)


def is_final(error: psycopg.Error) -> bool:
    """Whether trying again at once cannot help: the key, the address or the certificate is wrong."""
    state = state_of(error)
    return state in _WRONG_KEY or state == "3D000" or _is_about_tls(error) or _asks_in_clear(error) or _is_silent(error)


def state_of(error: psycopg.Error) -> str:
    """The SQLSTATE of an error, worked out from its words when the server refused us at the door; "" for none."""
    if error.sqlstate:
        return error.sqlstate
    words = str(error)
    if "no password supplied" in words:  # libpq's own, always English
        return "28P01"
    if "FATAL" not in words:
        return ""
    words = words.partition("FATAL")[2].lower()
    for state, any_of, and_of in _AT_THE_DOOR:
        if any(word in words for word in any_of) and (not and_of or any(word in words for word in and_of)):
            return state
    return ""


def trouble(error: psycopg.Error, *, where: str, secrets: tuple[str, ...] = ()) -> Trouble:
    """This error of the database as something a person can act on."""
    code, message, todo = _reading(error, where)
    return Trouble(code, message + _said(error, secrets), safe=_safe(), todo=todo)


def tables_missing(where: str) -> Trouble:
    """The tables are not there and may not be made with this account."""
    return Trouble(
        "hub-tables",
        _("The exchange server {where} is not prepared, and this account may not prepare it.").format(where=where),
        safe=_safe(),
        todo=_("Ask its administrator to make the tables listed in docs/scale.md, and to allow reading and adding."),
    )


def strange(where: str) -> Trouble:
    """What the hub answers is not what a hub of ours answers."""
    message, todo = _strange()
    return Trouble("hub-strange", message.format(where=where), safe=_safe(), todo=todo)


def _safe() -> str:
    return _("Nothing is lost: everything written is on this laptop, and what was not confirmed is sent again.")


def _reading(error: psycopg.Error, where: str) -> tuple[str, str, str]:
    state = state_of(error)
    for matches, code, message, todo in (
        (state in _WRONG_KEY, "hub-password", *_password()),
        (state == "3D000", "hub-no-database", *_no_database()),
        (state == "42501", "hub-no-right", *_no_right()),
        (state == "25006", "hub-read-only", *_read_only()),
        (state == "53100", "hub-full", *_full()),
        (state in TRY_AGAIN or state in ("53300", "53200"), "hub-busy", *_busy()),
        (state == "57014" or _is_silent(error), "hub-slow", *_slow()),
        (state in STOPPING, "hub-stopped", *_stopped()),
        (_is_about_tls(error), "hub-tls", *_tls()),
        (_asks_in_clear(error), "hub-clear", *_clear()),
        (state in _NOT_OURS, "hub-strange", *_strange()),
    ):
        if matches:
            return code, message.format(where=where), todo
    if state and not state.startswith("08"):
        return "hub-strange", _strange()[0].format(where=where), _strange()[1]
    message, todo = _unreachable()
    return "hub-unreachable", message.format(where=where), todo


def _password() -> tuple[str, str]:
    return _("The exchange server {where} does not let this account in."), _("Check user and password of this address.")


def _no_database() -> tuple[str, str]:
    return _("The exchange server {where} has no such database."), _("Check the name after the last / of the address.")


def _no_right() -> tuple[str, str]:
    return (
        _("The exchange server {where} does not allow this account to do that."),
        _("Ask its administrator to allow reading and adding in its tables."),
    )


def _read_only() -> tuple[str, str]:
    return (
        _("The exchange server {where} can only be read: it is a standby or was made read-only."),
        _("What others sent was received. Send to the main server, or wait until this one takes over."),
    )


def _full() -> tuple[str, str]:
    return _("The exchange server {where} is full."), _("Tell its administrator; it is tried again at each exchange.")


def _busy() -> tuple[str, str]:
    return _("The exchange server {where} is too busy."), _("It is tried again at the next exchange.")


def _slow() -> tuple[str, str]:
    return _("The exchange server {where} does not answer in time."), _("It is tried again at the next exchange.")


def _stopped() -> tuple[str, str]:
    return _("The exchange server {where} is being stopped or started."), _("It is tried again at the next exchange.")


def _tls() -> tuple[str, str]:
    return (
        _("The connection to the exchange server {where} cannot be protected as asked."),
        _("Check its certificate with its administrator; do not send anything past this warning."),
    )


def _clear() -> tuple[str, str]:
    return (
        _("The exchange server {where} asks for the password in clear, which was refused."),
        _("Add sslmode=verify-full to the address, or let the server use SCRAM."),
    )


def _strange() -> tuple[str, str]:
    return (
        _("The exchange server {where} gives answers that make no sense."),
        _("Tell its administrator; meanwhile exchange by stick, folder or the room’s own network."),
    )


def _unreachable() -> tuple[str, str]:
    return (
        _("The exchange server {where} cannot be reached."),
        _("Check the network; it is tried again at each exchange. Sticks and folders work meanwhile."),
    )


def _is_silent(error: psycopg.Error) -> bool:
    return str(error) == SILENT


def _is_about_tls(error: psycopg.Error) -> bool:
    said = str(error).lower()
    return (
        not error.sqlstate
        and "FATAL" not in str(error)
        and any(word in said for word in ("ssl error", "certificate", "does not support ssl", "sslmode"))
    )


def _asks_in_clear(error: psycopg.Error) -> bool:
    return error.sqlstate is None and "authentication method requirement" in str(error).lower()


def _said(error: psycopg.Error, secrets: tuple[str, ...]) -> str:
    """What the server itself said, short and on one line, with the password taken out should it be in it."""
    said = (error.diag.message_primary or "") if error.sqlstate else str(error).rpartition("FATAL:")[2]
    for secret in secrets:
        said = said.replace(secret, "…")
    said = " ".join("".join(letter if letter.isprintable() else " " for letter in said[:1000]).split())
    if not said:
        return ""
    return f" ({said[: SAID_MOST - 1]}…)" if len(said) > SAID_MOST else f" ({said})"
