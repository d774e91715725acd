"""Letting messages out as a verb: frozen, fingerprinted, told word for word; and what two stations let out apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.hours import time_said
from warroom.commands.message_desk import (
    as_texts,
    blocked,
    check_seen,
    clean_codes,
    facts_of,
    people_said,
    releases_in,
    tell_message,
    the_message,
    withdrawn,
)
from warroom.domain.message_releases import double_key, frontier
from warroom.domain.message_state import Blocker, MessageFacts, approval, blockers, state
from warroom.domain.messages import MessageState, Release, digest_of_texts
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, unknown
from warroom.storage.queries import messages
from warroom.storage.queries.plain import fetch
from warroom.storage.rulebook import sight_of
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseMessage(Command[Release]):
    """Let an approved message out: from now on its words are frozen, and the log tells them.

    `channels` are those it leaves by, the message's own when left out. A message that was let out, as far as is known
    here, is let out again only by whoever names that release (`again`) and says why. `digest` is what was looked at.
    """

    right = Right.RELEASE

    message: str
    channels: tuple[str, ...] | None = None
    reason: str = ""
    again: str | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBoth(Command[None]):
    """Two releases that knew nothing of each other both stand, with the reason; nobody is sent a correction."""

    right = Right.COMMUNICATE

    one: str
    other: str
    reason: str


@handles(ReleaseMessage)
def release_message(command: ReleaseMessage, books: Books) -> Release:
    message = the_message(books, command.message)
    if message.withdrawn_at is not None:
        raise withdrawn(message)
    facts = facts_of(books, message)
    if facts.releases:
        return _again(command, books, facts)
    if command.again is not None:
        raise unknown("release", command.again)
    check_seen(facts, command.digest)
    if state(facts) is not MessageState.APPROVED:
        raise _not_approved(facts)
    return let_out(books, facts, channels=command.channels, reason=command.reason.strip())


def let_out(
    books: Books,
    facts: MessageFacts,
    *,
    channels: tuple[str, ...] | None = None,
    reason: str = "",
    former: Release | None = None,
) -> Release:
    """Write a release of what was approved, or of what was let out before, and tell it."""
    message = facts.message
    incident = books.get("incident", message.incident)
    texts = former.texts if former else as_texts({each.language: each for each in facts.said})
    approved = approval(facts)
    patch: dict[str, Any] = {
        "message": message.id,
        "incident": message.incident,
        "number": message.number,
        "template": message.template,
        "audiences": list(former.audiences if former else message.audiences),
        "channels": list(clean_codes(channels) if channels is not None else message.channels),
        "texts": texts,
        "status": former.status if former else message.status,
        "next_at": former.next_at if former else message.next_at,
        "digest": digest_of_texts(texts),
        "approved_by": former.approved_by if former else approved.by if approved else "",
        "exception": former.exception if former else approved.exception if approved else "",
        "corrects": message.corrects,
        "again": former.id if former else "",
        "knew": list(frontier(releases_in(books, message.incident))),
        "claims": former.claims if former else _claims(books, message.id),
        "reason": reason,
        "exercise": bool(incident.get("exercise")),
        "by": books.author.name,
        "at": books.now,
    }
    record = books.make("release", {name: value for name, value in patch.items() if value not in (None, "", [])})
    released = _fetch(books, record)
    tell_message(
        books,
        message,
        _told(books, released),
        "released",
        {
            "release": record,
            "digest": released.digest,
            "audiences": list(released.audiences),
            "languages": sorted(texts),
            "next_at": released.next_at,
            "corrects": released.corrects,
            "again": released.again,
            "reason": reason or released.exception,
        },
        key_event=True,
    )
    return released


@handles(KeepBoth)
def keep_both(command: KeepBoth, books: Books) -> None:
    one, other = _fetch(books, command.one), _fetch(books, command.other)
    if one.id == other.id or one.incident != other.incident:
        raise Refusal("release-unfit", _("These are not two releases of one incident."), safe=_("Nothing was changed."))
    reason = needed(command.reason, code="reason-missing", message=_("Say why both stand."))
    patch = {"incident": one.incident, "one": one.id, "other": other.id, "reason": reason}
    record = books.named("double", double_key(one.id, other.id))
    stamps = {"by": books.author.name, "at": books.now}
    if books.row("double", record) is None:
        books.make("double", patch | stamps, record=record)
    else:
        books.write("double", record, {"reason": reason}, follows=stamps)
    sentence = _("{one} and {other} both stand as they were let out: {reason}").format(
        one=one.number, other=other.number, reason=reason
    )
    message = the_message(books, other.message)
    params = {"one": one.id, "other": other.id, "reason": reason, "by": books.author.name}
    tell_message(books, message, sentence, "both-stand", params, key_event=True)


def _again(command: ReleaseMessage, books: Books, facts: MessageFacts) -> Release:
    """The same words once more, knowingly."""
    message = facts.message
    former = next((each for each in facts.releases if each.id == command.again), None)
    if former is None:
        raise _is_out(books, facts)
    reason = needed(command.reason, code="reason-missing", message=_("Say why it is let out again."))
    fallen = tuple(each for each in facts.refuted if not each.is_answered)
    if fallen or facts.corrections:
        raise Refusal(
            "message-fallen",
            _("Message {number} does not hold any more: it is not said again.").format(number=message.number),
            safe=_("Nothing was changed."),
            todo=_("Let its correction out."),
        )
    return let_out(books, facts, channels=command.channels, reason=reason, former=former)


def _told(books: Books, release: Release) -> str:
    """`Message A-MS01 let out to customers`, with every word.

    No name stands in it: whoever is erased one day would take along what was said outside.
    """
    said = _("Message {number} let out to {audiences}")
    if release.corrects:
        said = _("Correction {number} let out to {audiences}")
    if release.again:
        said = _("Message {number} let out again to {audiences}")
    head = said.format(number=release.number, audiences=people_said(books, release.audiences))
    parts = [head]
    if release.exception:
        parts.append(_("exceptional approval: {reason}").format(reason=release.exception))
    if release.reason:
        parts.append(release.reason)
    if release.next_at is not None:
        parts.append(_("next message promised for {time}").format(time=time_said(books, release.next_at)))
    words = [
        "\n".join((f"[{language.upper()}]", *(text[part] for part in ("title", "body") if text.get(part))))
        for language, text in sorted(release.texts.items())
    ]
    return "\n".join((" · ".join(parts), *words))


def _claims(books: Books, message: str) -> list[dict[str, str]]:
    found = messages.claims(books.conn, sight_of(books), bytes.fromhex(message))
    numbers = {each.entry: (books.any_row("entry", each.entry) or {}).get("number") or "" for each in found}
    return [{"entry": each.entry, "number": numbers[each.entry], "says": each.says} for each in found]


def _fetch(books: Books, release: str) -> Release:
    record = books.resolve("release", release)
    found = fetch(books.conn, sight_of(books), Release, "release", "id=?", (bytes.fromhex(record),))
    if not found:
        raise unknown("release", release)
    return found[0]


def _not_approved(facts: MessageFacts) -> Refusal:
    why: tuple[Blocker, ...] = blockers(facts)
    if why:
        return blocked(facts.message, why)
    return Refusal(
        "message-unapproved",
        _("Nobody has approved message {number} as it is now.").format(number=facts.message.number),
        safe=_("Nothing was let out."),
        todo=_("Have it approved, then let it out."),
    )


def _is_out(books: Books, facts: MessageFacts) -> Refusal:
    last = max(facts.releases, key=lambda each: (each.at, each.id))
    return Refusal(
        "message-out",
        _("Message {number} was let out at {time} by {who}.").format(
            number=facts.message.number, time=time_said(books, last.at), who=last.by or "—"
        ),
        safe=_("Nothing was let out."),
        todo=_("Correct it, or let it out again on purpose, with the reason."),
    )
