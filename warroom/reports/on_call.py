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
    sections = [Section(_("Now"), (_now_table(made, phones),))]
    for rotation in rotations:
        theirs = [each for each in held if each.rotation == rotation.id]
        if theirs:
            title = f"{rotation.name} · {rank_word(rotation.rank)}"
            sections.append(Section(title, (_turns(made, theirs, phones),), level=2))
    sections.append(Section(_("When nobody is on call"), _gaps(made, rotations, from_ms, until_ms)))
    first, last = phrases.day(from_ms, made.zone), phrases.day(until_ms - 1, made.zone)
    title = _("On call from {first} to {last}").format(first=first, last=last)
    document = document_of(
        made,
        heads,
        name=f"warroom-oncall-{phrases.local(from_ms, made.zone):%Y-%m-%d}",
        title=title,
        reference=title,
        facts=Facts(((_("As things stood at"), made.full(made.now_ms)),)),
        sections=tuple(sections),
    )
    return of_document(made, document, heads)


def _now_table(made: Made, phones: dict[str, str]) -> Table:
    columns = (Column(_("Rotation"), 3), Column(_("On call"), 3), Column(_("Until"), 2), Column(_("Next"), 3))
    rows = tuple(_now_row(made, on, phones) for on in made.views.on_call(made.now_ms))
    return Table(_("Who is on call now"), columns, rows)


def _now_row(made: Made, on: OnCall, phones: dict[str, str]) -> Row:
    who = {Watch.ON: on.name, Watch.OFF: _("Nobody needed now"), Watch.GAP: _("NOBODY")}[on.state]
    following = f"{on.next_name}, {made.moment(on.next_at)}" if on.next_at is not None else "—"
    cells = (on.rotation.name, _with_phone(who, on.person, phones), made.moment(on.until_at), following)
    return Row(cells, Tone.LATE if on.state is Watch.GAP else Tone.PLAIN)


def _turns(made: Made, held: list[Stretch], phones: dict[str, str]) -> Table:
    columns = (
        Column(pgettext("time", "From"), 2),
        Column(pgettext("time", "Until"), 2),
        Column(_("On call"), 4),
        Column(_("Note"), 3),
    )
    rows = tuple(
        Row(
            (
                made.moment(each.from_at),
                made.moment(each.until_at),
                _with_phone(each.name, each.person, phones),
                source_said(each.source, each.instead),
            )
        )
        for each in held
    )
    return Table("", columns, rows)


def _gaps(made: Made, rotations: list[Rotation], from_ms: int, until_ms: int) -> tuple[Paragraph | Table, ...]:
    names = {each.id: each.name for each in rotations}
    found = made.views.on_call_gaps(from_ms, until_ms)
    if not found:
        return (Paragraph(_("Somebody is on call all the time."), Tone.GOOD),)
    columns = (Column(_("Rotation"), 3), Column(pgettext("time", "From"), 2), Column(pgettext("time", "Until"), 2))
    rows = tuple(
        Row((names.get(gap.rotation, ""), made.moment(gap.from_at), made.moment(gap.until_at)), Tone.LATE)
        for gap in found
    )
    return (Table("", columns, rows),)


def _phones(reaches: list[Reach]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for reach in reaches:
        if reach.kind in CALLED:
            found.setdefault(reach.person, []).append(reach.value)
    return {person: " / ".join(numbers[:NUMBERS_MOST]) for person, numbers in found.items()}


def _with_phone(name: str, person: str, phones: dict[str, str]) -> str:
    return ", ".join(part for part in (name or "?", phones.get(person, "")) if part)
