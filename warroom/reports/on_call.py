"""The week of on-call on one page: who is now, who is next, each turn, when nobody is; telephones beside the names."""

from __future__ import annotations

from warroom import phrases
from warroom.commands.on_call_words import rank_word, source_said
from warroom.domain.on_call import Rotation
from warroom.domain.roster import Reach, ReachKind
from warroom.domain.turns import OnCall, Stretch, Watch
from warroom.reports.document import Column, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.leaflet import Leaflet, Made, document_of, of_document
from warroom.words import _, pgettext

CALLED = frozenset({ReachKind.MOBILE, ReachKind.WORK, ReachKind.HOME, ReachKind.SATELLITE, ReachKind.RADIO})
NUMBERS_MOST = 2  # telephones of one person on the page


def week_leaflet(made: Made, from_ms: int, until_ms: int) -> Leaflet:
    """Everybody on call from one instant to another (milliseconds UTC). Raises Trouble."""
    views = made.views
    heads, rotations = views.heads(), views.rotations()
    held = views.on_call_between(from_ms, until_ms)
    phones = _phones(views.reaches())
    sections = (
        Section(_("Now"), (_now_table(made, phones), *_gaps(made, rotations, from_ms, until_ms))),
        Section(_("Each turn"), (_turns(made, rotations, held, phones),)),
    )
    first, last = phrases.day(from_ms, made.zone), phrases.day(until_ms - 1, made.zone)
    title = _("On call from {first} to {last}").format(first=first, last=last)
    document = document_of(
        made,
        heads,
        name=f"warroom-oncall-{phrases.local(from_ms, made.zone):%Y-%m-%d}",
        title=title,
        reference=title,
        facts=Facts(((_("As things stood at"), made.full(made.now_ms)),)),
        sections=sections,
    )
    return of_document(made, document, heads)


def _now_table(made: Made, phones: dict[str, str]) -> Table:
    columns = (Column(_("Rotation"), 3), Column(_("On call"), 4), Column(_("Until")), Column(_("Next"), 4))
    rows = tuple(_now_row(made, on, phones) for on in made.views.on_call(made.now_ms))
    return Table("", columns, rows)


def _now_row(made: Made, on: OnCall, phones: dict[str, str]) -> Row:
    who = {Watch.ON: on.name, Watch.OFF: _("Nobody needed now"), Watch.GAP: _("NOBODY")}[on.state]
    following = f"{on.next_name}, {_at(made, on.next_at)}" if on.next_at is not None else "—"
    cells = (_named(on.rotation), _with_phone(who, on.person, phones), _at(made, on.until_at), following)
    return Row(cells, Tone.LATE if on.state is Watch.GAP else Tone.PLAIN)


def _turns(made: Made, rotations: list[Rotation], held: list[Stretch], phones: dict[str, str]) -> Table:
    """One table for all, so that a week of a few rotations is one page; a rotation is named where its turns begin."""
    columns = (
        Column(_("Rotation"), 3),
        Column(pgettext("time", "From")),
        Column(pgettext("time", "Until")),
        Column(_("On call"), 4),
        Column(_("Note"), 4),
    )
    rows = []
    for rotation in rotations:
        name = _named(rotation)
        for each in (each for each in held if each.rotation == rotation.id):
            who = _with_phone(each.name, each.person, phones)
            note = source_said(each.source, each.instead)
            rows.append(Row((name, _at(made, each.from_at), _at(made, each.until_at), who, note)))
            name = ""
    return Table("", columns, tuple(rows))


def _named(rotation: Rotation) -> str:
    """With its rank where it is not the first to call."""
    return rotation.name if rotation.rank <= 1 else f"{rotation.name} ({rank_word(rotation.rank)})"


def _at(made: Made, ms: int | None) -> str:
    """With its day, also of today: paper is read on another."""
    return f"{phrases.day(ms, made.zone)} {phrases.time_of_day(ms, made.zone)}" if ms is not None else "—"


def _gaps(made: Made, rotations: list[Rotation], from_ms: int, until_ms: int) -> tuple[Paragraph | Table, ...]:
    names = {each.id: each.name for each in rotations}
    found = made.views.on_call_gaps(from_ms, until_ms)
    if not found:
        return (Paragraph(_("Somebody is on call all the time."), Tone.GOOD),)
    columns = (Column(_("Rotation"), 3), Column(pgettext("time", "From"), 2), Column(pgettext("time", "Until"), 2))
    rows = tuple(
        Row((names.get(gap.rotation, ""), _at(made, gap.from_at), _at(made, gap.until_at)), Tone.LATE) for gap in found
    )
    return (Table(_("When nobody is on call"), columns, rows),)


def _phones(reaches: list[Reach]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for reach in reaches:
        if reach.kind in CALLED:
            found.setdefault(reach.person, []).append(reach.value)
    return {person: " / ".join(numbers[:NUMBERS_MOST]) for person, numbers in found.items()}


def _with_phone(name: str, person: str, phones: dict[str, str]) -> str:
    return ", ".join(part for part in (name or "?", phones.get(person, "")) if part)
