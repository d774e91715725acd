"""What a typed line was understood as, in words, before it is saved."""

from __future__ import annotations

from warroom import phrases
from warroom.commands.said import channel_word, kind_word, verification_word
from warroom.domain.decisions import how_of, is_unverified
from warroom.domain.entries import Verification
from warroom.domain.quick_entry import QuickEntry, Target
from warroom.words import _


def understood_words(entry: QuickEntry, now_ms: int, *, is_chosen: bool = False) -> str:
    """`Action · for S. Roy · in 18 min · 14:50`; empty when the line is only text and nothing is chosen beside it."""
    if not entry.understood and not is_chosen:
        return ""
    said = [kind_word(entry.kind)]
    if entry.event_at is not None:
        said.append(phrases.moment(entry.event_at, now_ms))
    if entry.from_who:
        who = _("decided by {name}") if entry.target is Target.DECISION else _("from {name}")
        said.append(who.format(name=entry.from_who))
    if entry.channel:
        said.append(channel_word(entry.channel))
    if entry.target is Target.DECISION and is_unverified(how_of(entry.channel) or "", ""):
        said.append(_("caller not verified"))
    if entry.to_who:
        said.append(_("to {name}").format(name=entry.to_who))
    if entry.owner:
        said.append(_("for {name}").format(name=entry.owner))
    if entry.due_at is not None:
        said.append(phrases.due(entry.due_at, now_ms))
    if entry.verification is not Verification.NONE:
        said.append(verification_word(entry.verification, entry.kind))
    if entry.key_event:
        said.append(_("Key event").lower())
    said += [f"#{service}" for service in entry.services]
    return " · ".join(said)
