"""A plan of corrective actions for other programs: tasks of a calendar, a spreadsheet, tickets, reminders."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from warroom import words
from warroom.commands.corrective_words import (
    corrective_kind_word,
    corrective_state_word,
    due_day_said,
    group_word,
    postponed_said,
)
from warroom.domain.corrective_state import Group, Line
from warroom.domain.correctives import CorrectiveState, Postponement
from warroom.phrases import date, labelled, local
from warroom.reports.csv_log import BOM, disarmed
from warroom.reports.visible import shown
from warroom.reports.ways_out.web import markdown_text
from warroom.words import _, ngettext, pgettext

REMIND_BEFORE = timedelta(days=7)  # a calendar reminds its reader this long before an action is due
# RFC 5545 §3.8.1.9: 1 is the highest, 5 medium, 9 the lowest.
CALENDAR_PRIORITY = {1: 1, 2: 3, 3: 5, 4: 9}
STATUS = {
    CorrectiveState.OPEN: "NEEDS-ACTION",
    CorrectiveState.UNDER_WAY: "IN-PROCESS",
    CorrectiveState.DONE: "IN-PROCESS",  # until somebody else saw the proof
    CorrectiveState.VERIFIED: "COMPLETED",
    CorrectiveState.DROPPED: "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is written: the lines in their order, every postponement, and as seen when, where."""

    lines: Sequence[Line]
    postponements: Sequence[Postponement]
    now_ms: int
    zone: tzinfo | None
    room: str

    def day(self, at: int | None) -> str:
        """A day as people read it; "" for none."""
        return date(at, self.zone) if at is not None else ""

    def moves(self, line: Line) -> list[Postponement]:
        return [each for each in self.postponements if each.corrective == line.corrective.id]


def as_icalendar(plan: Plan) -> bytes:
    """Each action as a VTODO (RFC 5545 §3.6.2), due on its local day, with a reminder a week before."""
    from icalendar import Alarm, Calendar, Todo

    calendar = Calendar()
    calendar.add("prodid", "-//Warroom//Action plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", labelled(_("Action plan"), _one_line(plan.room)) if plan.room else _("Action plan"))
    for line in plan.lines:
        each, todo = line.corrective, Todo()
        todo.add("uid", f"{each.id}@warroom")
        todo.add("dtstamp", _utc(plan.now_ms))
        todo.add("created", _utc(each.created_at))
        todo.add("summary", _title(line))
        todo.add("status", STATUS[each.state])
        todo.add("priority", CALENDAR_PRIORITY.get(each.priority, 0))
        todo.add("categories", [corrective_kind_word(each.kind), *([_("EXERCISE")] if line.exercise else [])])
        todo.add("description", "\n".join(facts(line, plan)))
        if each.pilot:
            todo.add("contact", _one_line(each.pilot))
        if each.due_at is not None:
            todo.add("due", local(each.due_at, plan.zone).date())
        if each.state is CorrectiveState.VERIFIED and each.verified_at is not None:
            todo.add("completed", _utc(each.verified_at))
            todo.add("percent-complete", 100)
        if each.due_at is not None and line.group is not Group.OVER:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", _title(line))
            alarm.add("trigger", -REMIND_BEFORE, parameters={"RELATED": "END"})
            todo.add_component(alarm)
        calendar.add_component(todo)
    return bytes(calendar.to_ical())


def as_csv(plan: Plan) -> bytes:
    """One row an action, days as ISO dates, formulas disarmed; `;` in French and `,` in English."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=";" if words.language() == "fr" else ",", lineterminator="\r\n")
    page.write(BOM)
    writer.writerow(
        [
            _("No."), pgettext("corrective", "State"), _("Action"), _("Sort of action"), _("Priority"), _("Pilot"),
            _("Contributors"), _("Due"), pgettext("plan", "Postponed"), _("Verifier"),
            _("Proof of closing"), _("Verified on"), _("Finding"), _("Cause that it treats"),
            _("Indicator of success"),
            _("Effort"), _("Cost"), _("Ticket"), _("Incident"), _("Title"), _("Review"), _("Created on"), _("Mode"),
            _("Id"),
        ]
    )  # fmt: skip
    for line in plan.lines:
        each = line.corrective
        cells = (
            each.number, corrective_state_word(each.state), each.text, corrective_kind_word(each.kind),
            str(each.priority), each.pilot, ", ".join(each.contributors), _iso(each.due_at, plan.zone),
            str(line.postponed or ""), each.verifier, each.proof, _iso(each.verified_at, plan.zone), each.finding,
            line.cause, each.indicator, each.effort, each.cost, each.ticket, line.incident_number,
            line.incident_title, line.rex_number, _iso(each.created_at, plan.zone),
            _("EXERCISE") if line.exercise else _("real"), each.id,
        )  # fmt: skip
        writer.writerow([disarmed(shown(cell)) for cell in cells])
    return page.getvalue().encode()


def as_markdown(plan: Plan) -> bytes:
    """The whole plan as a list of tasks, band by band."""
    parts = [_heading(1, _("Action plan")), labelled(_("As seen on"), plan.day(plan.now_ms))]
    for group in Group:
        lines = [line for line in plan.lines if line.group is group]
        if lines:
            parts.append(f"## {group_word(group)}")
            parts.append("\n".join(_task(line, plan) for line in lines))
    if not plan.lines:
        parts.append(_("No corrective action."))
    return ("\n\n".join(parts) + "\n").encode()


def as_ticket(line: Line, plan: Plan) -> bytes:
    """One action as the text of a ticket: its title, what it is about, when it counts as done."""
    each = line.corrective
    parts = [f"# {markdown_text(_title(line))}"]
    if each.finding:
        parts += [_heading(2, _("Finding")), _paragraphs(each.finding)]
    parts += [_heading(2, _("What is put right")), _paragraphs(each.text)]
    if each.indicator:
        parts += [_heading(2, _("Indicator of success")), _paragraphs(each.indicator)]
    parts.append("\n".join(f"- {markdown_text(fact)}" for fact in facts(line, plan)))
    for move in plan.moves(line):
        to = plan.day(move.to_at) or _("no date")
        said = _("Postponed from {former} to {day}, by {name}: {reason}")
        moved = said.format(former=plan.day(move.from_at), day=to, name=move.by or "—", reason=shown(move.reason))
        parts.append(f"> {markdown_text(_one_line(moved))}")
    return ("\n\n".join(parts) + "\n").encode()


def as_reminders(plan: Plan) -> bytes:
    """For each pilot, what they are asked about now: to read out, or to paste into a message."""
    parts = [_heading(1, _("Reminders"))]
    for pilot in pilots(plan.lines):
        parts += [f"## {markdown_text(_one_line(pilot))}", reminder(pilot, plan, written=markdown_text)]
    if len(parts) == 1:
        parts.append(_("Nothing is late or due within a week."))
    return ("\n\n".join(parts) + "\n").encode()


def pilots(lines: Sequence[Line]) -> list[str]:
    """Whoever has something late or due within a week, in the order of the plan."""
    found = dict.fromkeys(line.corrective.pilot for line in lines if line.group in (Group.LATE, Group.SOON))
    return [name for name in found if name.strip()]


def reminder(pilot: str, plan: Plan, *, written: Callable[[str], str] = str) -> str:
    """What one pilot is asked about, as the text of a message; `written` makes the format it is in of a text."""
    mine = [line for line in plan.lines if line.corrective.pilot == pilot and line.group in (Group.LATE, Group.SOON)]
    said = ngettext("One corrective action of yours is due:", "{n} corrective actions of yours are due:", len(mine))
    lines = [said.format(n=len(mine)), ""]
    for line in mine:
        when = due_day_said(line.corrective.due_at or 0, plan.now_ms, plan.zone)
        lines.append(f"- {written(_title(line))} · {when}")
    lines += ["", _("Done? Say what proves it. Not yet? Give another date and the reason.")]
    return "\n".join(lines)


def facts(line: Line, plan: Plan) -> list[str]:
    """What is known of an action, a line each; what nobody said is left out."""
    each = line.corrective
    due = due_day_said(each.due_at, plan.now_ms, plan.zone) if each.due_at is not None else ""
    said = (
        (pgettext("corrective", "State"), corrective_state_word(each.state)),
        (_("Sort of action"), corrective_kind_word(each.kind)),
        (_("Priority"), str(each.priority)),
        (_("Pilot"), each.pilot),
        (_("Contributors"), ", ".join(each.contributors)),
        (_("Due"), due if line.group is not Group.OVER else plan.day(each.due_at)),
        ("", postponed_said(line.postponed)),
        (_("Verifier"), each.verifier),
        (_("Cause that it treats"), line.cause),
        (_("Indicator of success"), each.indicator),
        (_("Effort"), each.effort),
        (_("Cost"), each.cost),
        (_("Proof of closing"), each.proof),
        (_("Why it was dropped"), each.dropped_because),
        (_("Ticket"), each.ticket),
        (_("Incident"), " · ".join(part for part in (line.incident_number, line.incident_title) if part)),
        (_("Review"), line.rex_number),
    )
    return [labelled(name, _one_line(value)) if name else value for name, value in said if value]


def _task(line: Line, plan: Plan) -> str:
    each = line.corrective
    box = "x" if each.state is CorrectiveState.VERIFIED else " "
    due = due_day_said(each.due_at, plan.now_ms, plan.zone) if each.due_at is not None else ""
    more = [each.pilot, due if line.group is not Group.OVER else "", corrective_state_word(each.state)]
    foot = " · ".join(markdown_text(_one_line(part)) for part in more if part)
    return f"- [{box}] **{markdown_text(_title(line))}** — {foot}"


def _title(line: Line) -> str:
    said = f"{line.corrective.number} {_one_line(line.corrective.text)}"
    return _("EXERCISE · {said}").format(said=said) if line.exercise else said


def _heading(level: int, said: str) -> str:
    return f"{'#' * level} {said}"


def _paragraphs(text: str) -> str:
    return "\n\n".join(markdown_text(_one_line(part)) for part in text.split("\n\n") if part.strip())


def _one_line(text: str) -> str:
    return " ".join(shown(text).split())


def _iso(at: int | None, zone: tzinfo | None) -> str:
    return local(at, zone).date().isoformat() if at is not None else ""


def _utc(ms: int) -> datetime:
    return datetime.fromtimestamp(ms // 1000, UTC)
