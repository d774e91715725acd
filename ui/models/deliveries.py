"""A delivery in words: what it brings of each station, what it deletes, and what was missed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from ui.models.stations import called, drift_said, trust_said
from ui.models.table import Column
from warroom import phrases
from warroom.domain.exchange import FromStation, Outcome, Trust
from warroom.domain.missed import MissedFrom, Weight
from warroom.domain.sticks import Flaw, Looked, Parcel
from warroom.words import N_, _, ngettext


def counts_said(counts: Mapping[str, int]) -> list[str]:
    """`317 entries`, `22 actions`: each noun with its number, what people ask for first."""
    words = {
        "entry": lambda n: ngettext("{n} entry", "{n} entries", n),
        "incident": lambda n: ngettext("{n} incident", "{n} incidents", n),
        "decision": lambda n: ngettext("{n} decision", "{n} decisions", n),
        "action": lambda n: ngettext("{n} action", "{n} actions", n),
        "due": lambda n: ngettext("{n} clock", "{n} clocks", n),
        "impact": lambda n: ngettext("{n} service touched", "{n} services touched", n),
        "service": lambda n: ngettext("{n} service", "{n} services", n),
        "attachment": lambda n: ngettext("{n} attachment", "{n} attachments", n),
        "person": lambda n: ngettext("{n} person", "{n} people", n),
        "entry_mark": lambda n: ngettext("{n} mark", "{n} marks", n),
        "seal": lambda n: ngettext("{n} seal", "{n} seals", n),
        "delegation": lambda n: ngettext("{n} act by delegation", "{n} acts by delegation", n),
        "grant": lambda n: ngettext("{n} grant of rights", "{n} grants of rights", n),
        "cut": lambda n: ngettext("{n} revocation", "{n} revocations", n),
        "erasure": lambda n: ngettext("{n} erasure", "{n} erasures", n),
    }
    known = [words[noun](counts[noun]).format(n=counts[noun]) for noun in words if counts.get(noun)]
    rest = sum(count for noun, count in counts.items() if noun not in words)
    return known + ([ngettext("{n} other", "{n} others", rest).format(n=rest)] if rest else [])


def brings_said(row: FromStation) -> str:
    """What is new of one station."""
    if row.trust is Trust.UNKNOWN:
        return ngettext("{n} change set aside", "{n} changes set aside", row.ops).format(n=row.ops)
    return ", ".join(counts_said(row.counts)) or ngettext("{n} change", "{n} changes", row.ops).format(n=row.ops)


def span_said(row: FromStation, now: int) -> str:
    """From when to when it was written, by its own clock."""
    if row.first_at is None or row.last_at is None:
        return "—"
    first, last = phrases.moment(row.first_at, now), phrases.moment(row.last_at, now)
    return first if first == last else f"{first} → {last}"


def delivery_columns() -> tuple[Column[FromStation], ...]:
    return (
        Column("letter", N_("Station"), lambda row, _now: called(row.letter, row.name), bold=True, width=96),
        Column("span", N_("From, to"), span_said, width=130, whole=True),
        Column("new", N_("New"), lambda row, _now: brings_said(row)),
        Column("clock", N_("Its clock"), lambda row, _now: drift_said(row.drift), width=84, whole=True),
        Column(
            "trust", N_("Trust"), lambda row, _now: trust_said(row.trust)[0],
            tone=lambda row, _now: trust_said(row.trust)[1], width=170, whole=True,
        ),
    )  # fmt: skip


def after_said(outcome: Outcome) -> list[str]:
    """What holds once it is merged."""
    lines = [_("Nothing in the log is changed or deleted: it is only completed.")]
    if outcome.new_conflicts:
        lines.append(
            ngettext(
                "{n} point will be for somebody to settle, by the function in charge; merging does not wait.",
                "{n} points will be for somebody to settle, by the functions in charge; merging does not wait.",
                outcome.new_conflicts,
            ).format(n=outcome.new_conflicts)
        )
    if outcome.waiting:
        lines.append(
            ngettext(
                "{n} change waits until what it follows arrives.",
                "{n} changes wait until what they follow arrives.",
                outcome.waiting,
            ).format(n=outcome.waiting)
        )
    if outcome.files:
        lines.append(
            ngettext("{n} piece of a file comes along.", "{n} pieces of files come along.", outcome.files).format(
                n=outcome.files
            )
        )
    if count := len(outcome.set_aside):
        said = ngettext(
            "{n} delivery is set aside, and explained.", "{n} deliveries are set aside, and explained.", count
        )
        lines.append(said.format(n=count))
    if outcome.began_writer:
        lines.append(_("A copy of this laptop wrote elsewhere: this one goes on under a new prefix."))
    lines.append(_("Reading it a second time changes nothing."))
    return lines


def deletes_said(outcome: Outcome) -> str:
    """What must be agreed to before it is deleted here too; "" when nothing is."""
    if not outcome.deletes:
        return ""
    return ngettext(
        "It deletes {n} record. A great many are set aside unless somebody agrees.",
        "It deletes {n} records. A great many are set aside unless somebody agrees.",
        outcome.deletes,
    ).format(n=outcome.deletes)


def merge_words(outcome: Outcome) -> str:
    """The words of the button."""
    if not outcome.received:
        return _("Merge")
    return ngettext("Merge {n} change", "Merge {n} changes", outcome.received).format(n=outcome.received)


def done_said(outcome: Outcome) -> str:
    """What came of it, in a line."""
    said = [ngettext("{n} change merged", "{n} changes merged", outcome.received).format(n=outcome.received)]
    if outcome.set_aside:
        count = len(outcome.set_aside)
        said.append(ngettext("{n} delivery set aside", "{n} deliveries set aside", count).format(n=count))
    if outcome.new_conflicts:
        said.append(
            ngettext("{n} point to settle", "{n} points to settle", outcome.new_conflicts).format(
                n=outcome.new_conflicts
            )
        )
    return ", ".join(said)


# Sticks


FLAWS = {
    Flaw.UNFINISHED: N_("its writing was broken off"),
    Flaw.TORN: N_("incomplete or damaged: have it written again"),
    Flaw.NEWER: N_("of a newer version"),
    Flaw.ELSEWHERE: N_("of another room"),
    Flaw.NOT_FOR_US: N_("not sealed to this laptop: ask its station whether it was admitted"),
    Flaw.ARCHIVE: N_("an archive that is damaged, locked or far too large"),
    Flaw.UNREADABLE: N_("the stick does not give it out"),
}


def parcel_said(parcel: Parcel, now: int) -> str:
    """`bundle of station B from 14:24`."""
    return _("bundle of station {letter} from {moment}").format(
        letter=parcel.letter, moment=phrases.moment(parcel.written_at, now)
    )


def stick_said(looked: Looked, now: int) -> str:
    """What lies on the stick, in a sentence or three."""
    stick = _("Stick {label}").format(label=looked.stick.label)
    unread = looked.unread
    if unread:
        first = parcel_said(unread[0], now)
        more = len(unread) - 1
        said = _("{bundle}, not read yet").format(bundle=first)
        if more:
            said += ngettext(", and {n} more", ", and {n} more", more).format(n=more)
    elif looked.parcels:
        said = _("nothing on it that is not here already")
    else:
        said = _("no bundle of this room on it")
    parts = [f"{phrases.labelled(stick, said)}.", *warnings_said(looked)]
    return " ".join(parts)


def warnings_said(looked: Looked) -> list[str]:
    """What else is on it: flawed bundles, and files that are no business of ours."""
    said = [f"{phrases.labelled(each.name, _(FLAWS[each.flaw]))}." for each in looked.flawed[:3]]
    if looked.others:
        names = ", ".join(looked.other_names)
        others = ngettext(
            "{n} other file is on it and was not opened: {names}",
            "{n} other files are on it and were not opened: {names}",
            looked.others,
        ).format(n=looked.others, names=names)
        said.append(f"{others}…" if looked.others > len(looked.other_names) else f"{others}.")
    if looked.programs:
        said.append(
            ngettext(
                "{n} of them is a program: have the stick looked at before you use it elsewhere.",
                "{n} of them are programs: have the stick looked at before you use it elsewhere.",
                looked.programs,
            ).format(n=looked.programs)
        )
    return said


# What was missed


def weight_said(weight: Weight) -> tuple[str, str]:
    """Why a line is told, and its tone."""
    return {
        Weight.DECISION: (_("Decision"), "late"),
        Weight.STATE: (_("State"), "due"),
        Weight.KEY_EVENT: (_("Key event"), "good"),
        Weight.ACTION: (_("Action"), "accent"),
    }[weight]


def missed_counts(came: MissedFrom) -> str:
    """`In all: 317 entries, 22 actions.`"""
    said = counts_said({"entry": came.entries, **came.counts})
    return _("In all: {counts}.").format(counts=", ".join(said))
