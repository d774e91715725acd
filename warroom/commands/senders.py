"""How a mail server or a web service is set, as a verb: checked whole, and never with a password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles
from warroom.commands.channels import channel_of
from warroom.commands.seen import Seen, unmoved
from warroom.commands.sender_words import faults_said
from warroom.domain.ids import RecordId
from warroom.domain.outbox import BY_PROGRAM
from warroom.domain.rights import Right
from warroom.domain.senders import Setting, SettingFault, settings_of
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.projections import json_field
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSender(Command[RecordId]):
    """Set how a channel is reached (`domain.senders.Setting` → value). Raises Refusal with everything that is wrong.

    Passwords have no place here: `room.outbox.keep_secret` gives them to the keyring of this laptop.
    """

    right = Right.COMMUNICATE

    channel: str
    settings: Mapping[str, Any]
    seen: Seen | None = None


@handles(SetSender)
def set_sender(command: SetSender, books: Books) -> RecordId:
    channel = channel_of(books, command.channel)
    if channel.kind not in BY_PROGRAM:
        raise Refusal(
            "channel-by-hand",
            _("By this channel people post, not the program."),
            safe=_("Nothing was changed."),
        )
    known = {one.value for one in Setting}
    said = {name: value for name, value in command.settings.items() if name in known and value not in ("", None, [])}
    made = settings_of(channel.kind, said)
    if isinstance(made, tuple):
        raise unset(made)
    if dict(channel.settings) == said:
        return channel.id
    kept = unmoved(books, "channel", channel.id, {"settings": json_field(said)}, command.seen)
    if kept and books.row("channel", channel.id) is None:
        books.make("channel", kept, record=channel.id)
    elif kept:
        # Who found it to work found the old address to work.
        books.write("channel", channel.id, kept, follows={"checked_at": None, "checked_by": None, "works": None})
    return channel.id


def unset(faults: tuple[SettingFault, ...]) -> Refusal:
    """Refusal `sender-settings`, with every fault."""
    return Refusal(
        "sender-settings",
        _("This channel cannot be used as it is set. {faults}").format(faults=faults_said(faults)),
        safe=_("Nothing was changed, and nothing was sent."),
        todo=_("Mend what is named, and try the channel."),
    )
