"""Channels as verbs: what each needs to work, who posts, what takes its place, and whether somebody tried it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.seen import Seen, unmoved
from warroom.domain.audience_book import NONE, AudienceBook, ChannelOf
from warroom.domain.channels import Channel, ChannelKind
from warroom.domain.ids import RecordId
from warroom.domain.needs import Need
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.audience_book import audience_book_in
from warroom.storage.books import Books
from warroom.storage.naming import folded_name
from warroom.storage.projections import json_field
from warroom.words import LANGUAGES, _

NAME_MOST = 60
SETTINGS_MOST = 20
SETTING_MOST = 500  # characters of one value
LIST_MOST = 500  # addresses of one list
CERTIFICATES, CERTIFICATES_MOST = "ca", 20_000  # the one setting of several lines, in characters
SECRET = ("password", "passwd", "secret", "token", "credential", "api_key", "apikey", "private_key")
JSON_FIELDS = frozenset({"needs", "audiences", "settings"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddChannel(Command[RecordId]):
    """Another way for a message to leave. `needs` are codes of `Need`, `audiences` codes, `instead` an id or a name.

    `settings` hold addresses, hosts and ports, never a password: those live in the keyring of the laptop that sends.
    """

    right = Right.COMMUNICATE

    name: str
    kind: ChannelKind
    needs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    owner: str = ""
    instead: str = ""
    settings: Mapping[str, Any] | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendChannel(Command[RecordId]):
    """Change a channel, by id or name; what is None stays. What it is, its kind, does not change.

    Of one that ships, an empty name or owner is what ships; an empty list of needs says that it needs nothing.
    """

    right = Right.COMMUNICATE

    channel: str
    name: str | None = None
    needs: tuple[str, ...] | None = None
    audiences: tuple[str, ...] | None = None
    owner: str | None = None
    instead: str | None = None
    settings: Mapping[str, Any] | None = None
    remark: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireChannel(Command[None]):
    """Put a channel aside, or take it up again with `retired=False`; what went by it stays in the ledger."""

    right = Right.COMMUNICATE

    channel: str
    retired: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckChannel(Command[None]):
    """Say that a channel was tried, and whether it works; one found not to work is greyed out until tried again."""

    right = Right.COMMUNICATE

    channel: str
    works: bool
    remark: str | None = None


@handles(AddChannel)
def add_channel(command: AddChannel, books: Books) -> RecordId:
    name = _name(needed(command.name, code="channel-nameless", message=_("What is this channel called?")))
    book = audience_book_in(books)
    if _named(book, name) is not None or books.row("channel", books.named("channel", name)) is not None:
        raise Refusal(
            "channel-known",
            _("There is a channel “{name}” already.").format(name=name),
            safe=_("Nothing was changed."),
            todo=_("Amend that one, or give this one another name."),
        )
    patch = {
        "name": name,
        "kind": command.kind.value,
        "needs": _needs(command.needs),
        "audiences": _audiences(command.audiences, book),
        "owner": command.owner.strip().upper(),
        "instead": _channel(book, command.instead).id if command.instead.strip() else "",
        "settings": _settings(command.settings or {}),
        "remark": command.remark.strip(),
    }
    kept = {key: value for key, value in _written(patch).items() if value is not None}
    return books.make("channel", kept, record=books.named("channel", name))


@handles(AmendChannel)
def amend_channel(command: AmendChannel, books: Books) -> RecordId:
    book = audience_book_in(books)
    known = _channel_of(book, command.channel)
    record = known.channel.id
    wanted = _written(_wanted(command, known, book))
    kept = unmoved(books, "channel", record, wanted, command.seen)
    _write(books, record, kept)
    return record


@handles(RetireChannel)
def retire_channel(command: RetireChannel, books: Books) -> None:
    record = _channel(audience_book_in(books), command.channel).id
    _write(books, record, {"retired": command.retired})


@handles(CheckChannel)
def check_channel(command: CheckChannel, books: Books) -> None:
    record = _channel(audience_book_in(books), command.channel).id
    wanted: dict[str, Any] = {"works": command.works, "checked_at": books.now, "checked_by": books.author.name or None}
    if command.remark is not None:
        wanted["remark"] = command.remark.strip() or None
    _write(books, record, wanted)


def channel_of(books: Books, reference: str) -> Channel:
    """A channel, shipped or the room's own, by id or by its name in any language. Raises Refusal `channel-unknown`."""
    return _channel(audience_book_in(books), reference)


def _write(books: Books, record: RecordId, wanted: Mapping[str, Any]) -> None:
    row = books.row("channel", record)
    if row is None:
        if said := {name: value for name, value in wanted.items() if value is not None}:
            books.make("channel", said, record=record)
        return
    changed = {name: value for name, value in wanted.items() if (row[name] or None) != (value or None)}
    if changed:
        books.write("channel", record, changed)


def _wanted(command: AmendChannel, known: ChannelOf, book: AudienceBook) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if command.name is not None:
        name = _name(command.name)
        if not name and known.is_own:
            needed(name, code="channel-nameless", message=_("What is this channel called?"))
        other = _named(book, name) if name else None
        if other is not None and other.channel.id != known.channel.id:
            raise Refusal(
                "channel-known",
                _("There is a channel “{name}” already.").format(name=name),
                safe=_("Nothing was changed."),
                todo=_("Give this one another name."),
            )
        wanted["name"] = "" if name in known.names.values() else name
    if command.needs is not None:
        wanted["needs"] = _emptied(_needs(command.needs), known)
    if command.audiences is not None:
        wanted["audiences"] = _emptied(_audiences(command.audiences, book), known)
    if command.instead is not None:
        # A channel that stands for itself has nothing in its place, whatever ships.
        wanted["instead"] = _channel(book, command.instead).id if command.instead.strip() else known.channel.id
    if command.settings is not None:
        wanted["settings"] = _settings(command.settings)
    if command.owner is not None:
        wanted["owner"] = command.owner.strip().upper()
    if command.remark is not None:
        wanted["remark"] = command.remark.strip()
    return wanted


def _emptied(said: list[str], known: ChannelOf) -> list[str]:
    return said or ([] if known.is_own else [NONE])


def _written(patch: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: (json_field(value) if value else None) if name in JSON_FIELDS else (value or None)
        for name, value in patch.items()
    }


def _channel(book: AudienceBook, reference: str) -> Channel:
    return _channel_of(book, reference).channel


def _channel_of(book: AudienceBook, reference: str) -> ChannelOf:
    said = reference.strip()
    found = next((item for item in book.channels if item.channel.id == said.lower()), None) or _named(book, said)
    if found is None:
        raise Refusal(
            "channel-unknown",
            _("There is no channel “{name}” in this room.").format(name=said),
            safe=_("Nothing was changed."),
            todo=_("Choose one from the list of channels."),
        )
    return found


def _named(book: AudienceBook, name: str) -> ChannelOf | None:
    sought = folded_name(name)
    for item in book.channels:
        if sought in {folded_name(item.said(each)) for each in LANGUAGES}:
            return item
    return None


def _name(said: str) -> str:
    name = " ".join(said.split())
    if len(name) > NAME_MOST or not name.isprintable():
        raise Refusal(
            "channel-name",
            _("A channel has a name of at most {n} letters.").format(n=NAME_MOST),
            safe=_("Nothing was changed."),
        )
    return name


def _needs(said: tuple[str, ...]) -> list[str]:
    given = {each.strip().lower() for each in said}
    if given - set(Need):
        raise Refusal(
            "need-unknown",
            _("“{need}” is nothing that is known here.").format(need=sorted(given - set(Need))[0]),
            safe=_("Nothing was changed."),
        )
    return [need.value for need in Need if need in given]


def _audiences(said: tuple[str, ...], book: AudienceBook) -> list[str]:
    for code in said:
        if book.audience(code) is None:
            raise Refusal(
                "audience-unknown",
                _("There is no audience “{name}” in this room.").format(name=code),
                safe=_("Nothing was changed."),
                todo=_("Choose one from the list of audiences."),
            )
    return list(dict.fromkeys(said))


def _settings(said: Mapping[str, Any]) -> dict[str, Any]:
    if any(word in key.lower() for key in said for word in SECRET):
        raise Refusal(
            "channel-secret",
            _("A password has no place in the room file: everybody in the room could read it."),
            safe=_("Nothing was changed."),
            todo=_("Give it to the laptop that sends; it keeps it in its keyring."),
        )
    if len(said) > SETTINGS_MOST or not all(_is_setting(key, value) for key, value in said.items()):
        raise Refusal(
            "channel-settings",
            _("A setting is one line of text, a list of such lines, a number, or yes or no."),
            safe=_("Nothing was changed."),
        )
    return {key: value for key, value in said.items() if value not in ("", [], ())}


def _is_setting(key: str, value: Any) -> bool:
    if not key.isidentifier() or len(key) > NAME_MOST:
        return False
    if isinstance(value, list | tuple):
        return len(value) <= LIST_MOST and all(isinstance(each, str) and _is_line(each) for each in value)
    if isinstance(value, str):
        return _is_line(value) or (key == CERTIFICATES and len(value) <= CERTIFICATES_MOST and value.isascii())
    return isinstance(value, bool | int)


def _is_line(said: str) -> bool:
    return len(said) <= SETTING_MOST and (said.isprintable() or not said)
