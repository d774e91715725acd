"""Remotes and the room's network in words: how each stands, and how an address of each kind is written."""

from __future__ import annotations

from dataclasses import dataclass

from ui.models.stations import drift_said
from warroom import phrases
from warroom.domain.exchange import Link, NetworkState, Remote
from warroom.words import N_, _, ngettext


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """A kind of place: its words, an address as an example, and what is worth knowing."""

    scheme: str
    words: str
    example: str
    help: str
    has_password: bool


KINDS = (
    PlaceKind(
        "file", N_("Folder"), "/mnt/partage/cellule",
        N_("A folder on a disk, a NAS, or one that Syncthing or Nextcloud keeps alike. On Windows: file:///D:/cellule"),
        has_password=False,
    ),
    PlaceKind(
        "webdavs", N_("WebDAV"), "webdavs://user@cloud.example.org/remote.php/dav/files/user/cellule",
        N_("A WebDAV server, e.g. Nextcloud: an app password rather than your own."), has_password=True,
    ),
    PlaceKind(
        "sftp", N_("SFTP"), "sftp://user@server.example.org/srv/cellule",
        N_("A server with SSH. Without a password your SSH key is used."), has_password=True,
    ),
    PlaceKind(
        "s3", N_("S3"), "s3://bucket/cellule?endpoint=https://s3.example.org",
        N_("An S3 bucket. The keys are those of the system’s environment, or in the address."), has_password=False,
    ),
    PlaceKind(
        "postgresql", N_("Exchange server"), "postgresql://user@server.example.org/warroom",
        N_("A PostgreSQL database as a hub: other stations see a change within a second."), has_password=True,
    ),
)  # fmt: skip


def remote_said(remote: Remote, now: int) -> tuple[str, str]:
    """How it stands, and its tone."""
    if remote.is_busy:
        if remote.total:
            return _("exchanging, {done} of {total}").format(done=remote.done, total=remote.total), "accent"
        return _("exchanging…"), "accent"
    if remote.trouble:
        return remote.trouble, "due"
    if remote.done_at is None:
        return _("not tried yet"), "muted"
    return _("up to date {ago}").format(ago=phrases.ago(remote.done_at, now)), "good"


def remote_note(remote: Remote, now: int) -> str:
    """Where it is, what the last exchange brought, and since when it fails."""
    parts = [remote.url]
    if remote.trouble and remote.done_at is not None:
        parts.append(_("last exchange {ago}").format(ago=phrases.ago(remote.done_at, now)))
    elif remote.trouble:
        parts.append(_("never reached"))
    if remote.result is not None and (remote.result.received or remote.result.sent):
        received, sent = remote.result.received, remote.result.sent
        parts.append(ngettext("{n} change received", "{n} changes received", received).format(n=received))
        parts.append(ngettext("{n} change sent", "{n} changes sent", sent).format(n=sent))
    return " · ".join(parts)


def network_said(state: NetworkState, links: int) -> tuple[str, str]:
    """What the room's own network is doing, and its tone."""
    if state is NetworkState.CONNECTED:
        return ngettext("{n} station connected", "{n} stations connected", links).format(n=links), "good"
    said = {
        NetworkState.OFF: _("Off: nothing is sent or received."),
        NetworkState.ALONE: _("On, but this laptop is on no network where others could be found."),
        NetworkState.SEARCHING: _("On, looking for other stations."),
        NetworkState.CONNECTED: "",
    }
    return said[state], "muted"


def link_said(link: Link, now: int) -> str:
    """`connected for 12 min, clock +2 s`, and what is still to come."""
    parts = [_("connected {since}").format(since=phrases.since(link.since, now))]
    if link.drift is not None and link.drift.middle is not None:
        parts.append(_("clock {drift}").format(drift=drift_said(link.drift)))
    if link.to_come:
        parts.append(ngettext("{n} change to come", "{n} changes to come", link.to_come).format(n=link.to_come))
    if link.to_send:
        parts.append(ngettext("{n} change to send", "{n} changes to send", link.to_send).format(n=link.to_send))
    return ", ".join(parts)
