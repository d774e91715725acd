"""Findings: what a match of a fingerprint or of a folder means, in the same words on screen and on the command line."""

from __future__ import annotations

from warroom import phrases
from warroom.domain.evidence import Match, Matches, PackMatch
from warroom.words import _


def said_of(matches: Matches) -> list[str]:
    """Whether, when and how this room had the fingerprint, and what was looked at."""
    lines = [_said(match) for match in matches.found]
    if not matches.found:
        none = _("Not found: as far as can be computed, this room never had the fingerprint {digits}.")
        limit = _(
            "What a station heard from others before its next write is known only if it was sealed or exported here."
        )
        lines += [none.format(digits=matches.asked), limit]
    if not matches.is_complete:
        lines.append(_("The journal is too long: its latest states were not all looked at."))
    looked = _("Looked at: seals {seals}, exports {exports}, past states of the journal {states}.")
    return [*lines, looked.format(seals=matches.seals, exports=matches.exports, states=matches.states)]


def _said(match: Match) -> str:
    when = f"{phrases.date(match.at_ms)} {phrases.seconds_of_day(match.at_ms)}" if match.at_ms is not None else ""
    if match.how == "now":
        return _("The room has this fingerprint now.")
    if match.how == "seal":
        return _("Sealed with this fingerprint: {number}, {time}.").format(number=match.what, time=when)
    if match.how == "export":
        return _("Exported with this fingerprint: {what}, {time}.").format(what=match.what, time=when)
    return _("The room had this fingerprint after {what}.").format(what=match.what or when)


def said_of_pack(match: PackMatch) -> str:
    """That a folder is sound."""
    said = _("The folder is whole, signed by station {letter}, and its journal ({digits}) is in this room's.")
    return said.format(letter=match.signer, digits=match.fingerprint)
