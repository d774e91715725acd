"""Exchanging: the verbs of exchange on the room itself, as the contract names them."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warroom.domain.conflicts import Conflict
from warroom.domain.exchange import Outcome
from warroom.doors.conflicts import settlement
from warroom.doors.erasures import Erasures
from warroom.doors.exchange import Exchange
from warroom.doors.remotes import Remotes
from warroom.storage.attachments import Step

if TYPE_CHECKING:
    from warroom.commands.base import Command
    from warroom.storage.views import Views


class Exchanging:
    """What a room adds to its parts. Each verb blocks and is safe from any thread."""

    exchange: Exchange
    remotes: Remotes
    erasure: Erasures
    views: Views

    def do(self, command: Command[Any]) -> Future[Any]:
        """See `Room.do`."""
        raise NotImplementedError

    def sync(self, url: str, *, step: Step = lambda done, total: None) -> Outcome:
        """Exchange once with this address, or with the remote of this name; twice changes nothing.

        Raises Refusal for an address or a name that is none, Trouble for a place that fails; what had come is kept.
        """
        return self.remotes.sync(url, step=step)

    def write_bundle(
        self, path: Path | str, *, to: str = "", everything: bool = False, step: Step = lambda done, total: None
    ) -> Outcome:
        """Write one sealed file for a stick: what other stations may lack, or the one `to` names by letter or id.

        Raises Trouble `bundle-not-written`, Refusal `nobody-to-read`, `station-unknown`.
        """
        outcome = self.exchange.write_bundle(path, to=to, everything=everything, step=step)
        self.erasure.note_copy("bundle", Path(path).absolute())
        return outcome

    def read_bundle(
        self, path: Path | str, *, agree_to_deletes: bool = False, step: Step = lambda done, total: None
    ) -> Outcome:
        """Merge what a bundle brings; twice changes nothing. Raises Refusal or Trouble for one that is not whole."""
        outcome = self.exchange.read_bundle(path, agree_to_deletes=agree_to_deletes, step=step)
        self.erasure.finish()
        return outcome

    def conflicts(self) -> list[Conflict]:
        """Every field with values that did not see each other; merging waits for none of them."""
        return self.views.conflicts()

    def resolve(self, id: str, value: Any, *, reason: str = "") -> None:  # noqa: A002  (the contract's word)
        """Settle a conflict: `mine`, `theirs`, a station's letter, one of the values, or another one. Blocks.

        Raises Refusal when it is not open any more, when other values have arrived, or when the value does not fit.
        """
        self.do(settlement(self.conflicts(), id, value, reason=reason)).result()
