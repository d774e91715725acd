"""Exchanging: the verbs of exchange on the room itself, as the contract names them."""

from __future__ import annotations

from pathlib import Path

from warroom.domain.exchange import Outcome
from warroom.doors.erasures import Erasures
from warroom.doors.exchange import Exchange
from warroom.doors.remotes import Remotes
from warroom.storage.attachments import Step


class Exchanging:
    """What a room adds to its parts. Each verb blocks and is safe from any thread."""

    exchange: Exchange
    remotes: Remotes

    def sync(self, url: str, *, step: Step = lambda done, total: None) -> Outcome:
        """Exchange once with this address, or with the remote of this name; twice changes nothing."""
        return self.remotes.sync(url, step=step)

    erasure: Erasures

    def write_bundle(
        self, path: Path | str, *, to: str = "", everything: bool = False, step: Step = lambda done, total: None
    ) -> Outcome:
        """Write one sealed file for a stick: what other stations may lack."""
        return self.exchange.write_bundle(path, to=to, everything=everything, step=step)

    def read_bundle(
        self, path: Path | str, *, agree_to_deletes: bool = False, step: Step = lambda done, total: None
    ) -> Outcome:
        """Merge what a bundle brings; twice changes nothing."""
        outcome = self.exchange.read_bundle(path, agree_to_deletes=agree_to_deletes, step=step)
        self.erasure.finish()
        return outcome
