"""A review in the form of somebody else's postmortem template: their headings, our facts, nothing left out.

The template is Markdown. Each heading is answered by the section of the review that it asks for; one that nobody knows
is kept with an empty place. What the form has no heading for follows at its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from warroom import phrases
from warroom.domain.causes import Cause, CauseKind, CauseState
from warroom.domain.incidents import Milestone
from warroom.domain.rex import NoteKind
from warroom.domain.rex_state import RexFacts
from warroom.errors import Refusal
from warroom.reports.cell import person, text
from warroom.reports.document import Block, Facts, Log, Paragraph, Picture, Section, Table
from warroom.reports.review import parts_of
from warroom.reports.rex.form_headings import column_of, heading_of, label_of
from warroom.reports.rex.registry import sections_for
from warroom.reports.subject import Subject
from warroom.reports.ways_out.web import markdown_text
from warroom.words import _

LARGEST = 1024 * 1024  # characters of a template
MOST_LINES, MOST_HEADINGS = 20_000, 500
HEADING = re.compile(r"(#{1,6})[ \t](.*)\Z")  # what closes it is cut off after: one way to match, however long
FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
RULE = re.compile(r"\|?[ \t]*:?--[-| \t:]*\Z")
LABEL = re.compile(r"([^|:#>\[\]]{2,60}):[ \t]*\Z")
CONTRIBUTING = (CauseKind.CONTRIBUTING, CauseKind.LATENT, CauseKind.PROXIMATE)
TABLES = ("timeline", "plan", "people", "note:question")


@dataclass(slots=True)
class Part:
    """A heading of the template with the lines under it; level 0 is what stands before the first."""

    level: int
    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def asks(self) -> str:
        return heading_of(self.title) if self.level else ""


def in_form(template: str, subject: Subject, rex: RexFacts) -> str:
    """The review as Markdown in the form of the template. Raises Refusal for one without a heading, or too long."""
    parts = _parts(template)
    form = _Form(subject, rex)
    asked = [part.asks for part in parts]
    said = [form.title_of(part) for part in parts]
    written = []
    for at, part in enumerate(parts):
        below = [ask for later, ask in zip(parts[at + 1 :], asked[at + 1 :], strict=True) if ask]
        inside = below[: next((n for n, each in enumerate(parts[at + 1 :]) if each.level <= part.level), len(below))]
        is_whole = not any(ask.partition(":")[0] == asked[at].rstrip("s") for ask in inside)
        written.append(f"{said[at]}{form.body_of(part, asked[at], is_whole=is_whole)}")
    return "\n".join([*written, *form.left_over({ask.partition(":")[0] for ask in asked})]).strip() + "\n"


def _parts(template: str) -> list[Part]:
    lines = template.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(template) > LARGEST or len(lines) > MOST_LINES:
        raise unfit(_("The template is too long."))
    found, is_code = [Part(0, "")], False
    for line in lines:
        is_code ^= FENCE.match(line) is not None
        match = None if is_code else HEADING.match(line)
        if match:
            found.append(Part(len(match[1]), match[2].rstrip(" \t#").strip()))
        else:
            found[-1].lines.append(line)
    if not 1 < len(found) <= MOST_HEADINGS:
        raise unfit(_("The template has no headings, or too many."))
    return found


def unfit(message: str) -> Refusal:
    """The refusal of a file that is no template, with why."""
    return Refusal(
        "template-unfit", message, safe=_("Nothing was written."), todo=_("Use a Markdown file with headings (#, ##).")
    )


class _Form:
    """The facts of one review, as a template asks for them."""

    def __init__(self, subject: Subject, rex: RexFacts) -> None:
        self._subject, self._rex = subject, rex
        self._sections = {one.code: list(parts_of(one, subject, rex)) for one in sections_for(rex)}

    def title_of(self, part: Part) -> str:
        """The heading as it was; the title of the whole becomes that of the review."""
        if not part.level:
            return ""
        is_whole = part.level == 1 and not part.asks
        return f"{'#' * part.level} {self._said(self._title()) if is_whole else part.title}\n"

    def body_of(self, part: Part, ask: str, *, is_whole: bool) -> str:
        """The lines of the template with what they ask for, and the answer of the section."""
        lines = [self._filled(line) for line in part.lines]
        rows = [cells for cells in self._rows(ask) if cells]
        lines, is_placed = _with_rows(lines, rows, self._cell) if rows and ask in TABLES else (lines, False)
        answer = "" if is_placed or not is_whole else self._answer(ask)
        kept = "\n".join(lines).strip("\n")
        return "\n" + "".join(f"{piece}\n\n" for piece in (kept, answer) if piece)

    def left_over(self, asked: set[str]) -> Iterator[str]:
        """Sections of the review that no heading asked for."""
        covered = (
            asked | ({"good_bad_luck"} if "note" in asked else set()) | ({"causes"} if "cause" in asked else set())
        )
        covered |= {"scope", "people_on_duty"} if "people" in asked else set()
        covered |= {"metrics"} if "times" in asked else set()
        left = [made for code, made in self._sections.items() if code not in covered and made]
        if left:
            heading = _("What this form has no heading for")
            yield f"## {heading}\n"
        for made in left:
            yield "\n\n".join(_markdown(section, 3) for section in made) + "\n"

    # Answers

    def _answer(self, ask: str) -> str:
        kind, _colon, which = ask.partition(":")
        if kind == "note":
            return _listed(text(self._subject, one.text) for one in self._rex.notes if one.kind is NoteKind(which))
        if kind == "cause":
            kinds = CONTRIBUTING if which == "contributing" else (CauseKind(which),)
            return _listed(self._cause(one) for one in self._rex.causes if one.kind in kinds and _stands(one))
        if kind == "people":
            return _listed(person(self._subject, name) for name in self._people())
        if kind == "times":
            return ""
        return "\n\n".join(_markdown(section, 0) for section in self._sections.get(kind, ()))

    def _cause(self, cause: Cause) -> str:
        return f"{cause.number} {text(self._subject, cause.text)}"

    def _people(self) -> list[str]:
        return list(dict.fromkeys(name for name in (self._rex.rex.lead, *self._rex.rex.participants) if name))

    def _rows(self, ask: str) -> Iterator[dict[str, str]]:
        """The rows of a table that a template lays out, by what stands under each column."""
        subject = self._subject
        if ask == "people":
            yield from ({"who": person(subject, name)} for name in self._people())
        elif ask == "note:question":
            questions = (one for one in self._rex.notes if one.kind is NoteKind.QUESTION)
            yield from ({"text": text(subject, one.text), "who": person(subject, one.by)} for one in questions)
        elif ask == "plan":
            for one in self._rex.correctives:
                due = phrases.date(one.due_at, subject.asked.zone) if one.due_at is not None else ""
                row = {"text": f"{one.number} {text(subject, one.text)}", "who": person(subject, one.pilot), "due": due}
                yield row | {"kind": one.kind.value, "priority": str(one.priority or ""), "ticket": one.ticket}
        elif ask == "timeline" and self._rex.timeline is not None:
            for each in self._rex.timeline.moments:
                if each.key_event:
                    row = {"when": self._time(each.event_at), "who": person(subject, each.author)}
                    yield row | {"text": text(subject, each.text)}

    # Facts

    def _filled(self, line: str) -> str:
        """A line of the template with the values of the labels that it names."""
        if line.lstrip().startswith("|") and not RULE.match(line.strip()):
            return self._filled_row(line)
        label = LABEL.match(line.strip())
        value = self._fact(label_of(label[1])) if label else ""
        return f"{line.rstrip()} {self._said(value)}" if value else line

    def _filled_row(self, line: str) -> str:
        cells = line.strip().strip("|").split("|")
        for at, cell in enumerate(cells[:-1]):
            fact = label_of(cell) if cell.strip() and not cells[at + 1].strip() else ""
            if fact and (value := self._fact(fact)):
                cells[at + 1] = f" {self._cell(value)} "
        return f"|{'|'.join(cells)}|"

    def _fact(self, name: str) -> str:
        rex, incident = self._rex.rex, self._subject.incident
        times = incident.milestones
        began, detected = times.get(Milestone.IMPACT_STARTED), times.get(Milestone.DETECTED)
        mitigated, resolved = times.get(Milestone.MITIGATED), times.get(Milestone.RESOLVED)
        spans = {"ttd": detected, "ttm": mitigated, "ttr": resolved}
        moments = {"start": began, "detected": detected, "mitigated": mitigated, "resolved": resolved}
        if name in spans:
            end = spans[name]
            return phrases.duration(end - began) if began is not None and end is not None else ""
        if name in moments:
            at = moments[name]
            return self._time(at) if at is not None else ""
        held = rex.held_at if rex.held_at is not None else rex.opened_at
        said = {
            "number": incident.number,
            "severity": f"SEV{incident.gravity.value}" if incident.gravity.value else "",
            "date": phrases.date(held, self._subject.asked.zone),
            "modified": phrases.date(self._subject.asked.now_ms, self._subject.asked.zone),
            "lead": person(self._subject, rex.lead),
        }
        return said.get(name, "")

    def _time(self, at: int) -> str:
        zone = self._subject.asked.zone
        return f"{phrases.date(at, zone)} {phrases.time_of_day(at, zone)}"

    def _title(self) -> str:
        return text(self._subject, self._rex.rex.title) or text(self._subject, self._subject.incident.title)

    def _said(self, value: str) -> str:
        return markdown_text(" ".join(value.split()))

    def _cell(self, value: str) -> str:
        return self._said(value).replace("|", "\\|")


def _with_rows(lines: list[str], rows: list[dict[str, str]], cell: Callable[[str], str]) -> tuple[list[str], bool]:
    """The first table of these lines with our rows in place of its empty ones; whether there was one that fits."""
    at = next((n for n, line in enumerate(lines) if RULE.match(line.strip()) and n), None)
    if at is None:
        return lines, False
    heads = lines[at - 1].strip().strip("|").split("|")
    columns = [column_of(head) for head in heads]
    if "text" not in columns and "who" not in columns:
        return lines, False
    end = at + 1
    while end < len(lines) and lines[end].lstrip().startswith("|"):
        end += 1
    made = ["| " + " | ".join(cell(row.get(column, "")) if column else "" for column in columns) + " |" for row in rows]
    return [*lines[: at + 1], *made, *lines[end:]], True


def _stands(cause: Cause) -> bool:
    return cause.state is not CauseState.REFUTED


def _listed(items: Iterator[str]) -> str:
    return "\n".join(f"- {markdown_text(' '.join(item.split()))}" for item in items if item.strip())


def _markdown(section: Section, level: int) -> str:
    """A section of the report; level 0 leaves its own heading out."""
    pieces = [f"{'#' * min(6, level + section.level - 1)} {section.title}"] if level else []
    return "\n\n".join([*pieces, *(piece for block in section.blocks if (piece := _block(block)))])


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return markdown_text(block.text)
    if isinstance(block, Facts):
        return "\n".join(f"- {phrases.labelled(f'**{markdown_text(n)}**', markdown_text(v))}" for n, v in block.rows)
    if isinstance(block, Table):
        rows = [
            [column.title for column in block.columns],
            ["---"] * len(block.columns),
            *(r.cells for r in block.rows),
        ]
        return "\n".join("| " + " | ".join(_flat(cell) for cell in row) + " |" for row in rows)
    if isinstance(block, Log):
        return "\n".join(f"- {line.event} {markdown_text(' '.join(line.text.split()))}" for line in block.lines)
    if isinstance(block, Picture):
        return "\n".join(f"> {markdown_text(line)}" for line in block.alt.split("\n") if line.strip())
    return ""


def _flat(cell: str) -> str:
    return cell if cell == "---" else markdown_text(" ".join(cell.split())).replace("|", "\\|")
