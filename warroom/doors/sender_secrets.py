"""The passwords of senders: in the keyring of the laptop that sends, each bound to the destination it was given for."""

from __future__ import annotations

import json
from dataclasses import dataclass

from warroom.access import system_keyring
from warroom.domain.channels import Channel
from warroom.domain.senders import Smtp, Webhook, destination, settings_of
from warroom.errors import Refusal, WarroomError
from warroom.words import _

SECRET_MOST = 4_000  # characters of a password


@dataclass(frozen=True, slots=True)
class SecretKept:
    """Whether this laptop holds the password of a channel; `why` says what keeps it from being used, "" for nothing."""

    is_needed: bool
    is_kept: bool
    why: str = ""


class SenderSecrets:
    """Passwords of one room's channels on this laptop. A portable room leaves nothing in a keyring. May block."""

    def __init__(self, room: str, *, is_portable: bool) -> None:
        self._room, self._is_portable = room, is_portable
        self._held: dict[str, str] = {}  # for this opening alone, where no keyring may or can keep them

    def of(self, channel: Channel) -> SecretKept:
        """Whether there is one, and otherwise why it cannot be used; may show the keyring's own prompt."""
        settings = settings_of(channel.kind, channel.settings)
        if isinstance(settings, tuple) or not settings.needs_secret:
            return SecretKept(is_needed=False, is_kept=False)
        try:
            self.read(channel, settings)
        except WarroomError as error:
            return SecretKept(is_needed=True, is_kept=False, why=error.message)
        return SecretKept(is_needed=True, is_kept=True)

    def keep(self, channel: Channel, secret: str) -> bool:
        """Keep one for the destination that the channel has now, or forget it when it is empty.

        Whether the keyring keeps it. Raises Refusal `sender-secret` for what no server could take.
        """
        if len(secret) > SECRET_MOST or "\0" in secret:
            raise Refusal(
                "sender-secret",
                _("This is no password that a server could take."),
                safe=_("Nothing was changed."),
            )
        self._held.pop(channel.id, None)
        kept = json.dumps({"destination": destination(channel), "secret": secret}) if secret else ""
        is_kept = self._store(channel, kept)
        if kept and not is_kept:
            self._held[channel.id] = kept
        return is_kept

    def read(self, channel: Channel, settings: Smtp | Webhook) -> str:
        """The password of a channel, "" where it needs none. Raises Refusal `sender-secret-missing` or `-elsewhere`."""
        if not settings.needs_secret:
            return ""
        kept = self._held.get(channel.id) or self._load(channel)
        if not kept:
            raise Refusal(
                "sender-secret-missing",
                _("This laptop does not hold the password of {channel}.").format(channel=channel.name),
                safe=_("Nothing was sent."),
                todo=_("Give it once in the settings of the channel; it stays in the keyring of this laptop."),
            )
        try:
            said = json.loads(kept)
            is_for_here, secret = said["destination"] == destination(channel), str(said["secret"])
        except (ValueError, KeyError, TypeError):
            is_for_here, secret = False, ""
        if not is_for_here:
            raise Refusal(
                "sender-secret-elsewhere",
                _("The address of {channel} was changed since its password was given here.").format(
                    channel=channel.name
                ),
                safe=_("Nothing was sent, and the password went nowhere."),
                todo=_("Check the new address, then give the password again."),
            )
        return secret

    def _name(self, channel: Channel) -> str:
        return f"sender:{self._room}:{channel.id}"

    def _load(self, channel: Channel) -> str:
        keyring = None if self._is_portable else system_keyring()
        found = keyring.read(self._name(channel)) if keyring is not None else None
        return found.decode("utf-8", "replace") if found else ""

    def _store(self, channel: Channel, kept: str) -> bool:
        keyring = None if self._is_portable else system_keyring()
        if keyring is None:
            return False
        if kept:
            keyring.store(self._name(channel), kept.encode())
        else:
            keyring.delete(self._name(channel))
        return True
