"""The 5 whys as a tree: every cause in a box under what it explains, its kind by its sign, its evidence under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warroom import phrases
from warroom.domain.causes import CauseKind
from warroom.reports.charts.ishikawa import KIND_SIGNS, cause_keys, cause_label, cause_said
from warroom.reports.charts.legend import draw_legend, legend_height
from warroom.reports.charts.letters import legible, wrapped
from warroom.reports.charts.sheet import PLAIN, SMALL, SOFT, WIDTH, Fill, Sheet
from warroom.reports.charts.what_learnt import Why, WhyTree
from warroom.words import _, ngettext

MOST, DEEPEST = 40, 9
STEP, LINE_TALL, LINES, AIR = 18.0, 10.5, 2, 6.0


@dataclass(frozen=True, slots=True)
class _Box:
    why: Why
    x: float
    y: float
    tall: float
    lines: tuple[str, ...]
    evidence: str


def draw(data: WhyTree) -> Sheet:
    """The picture; causes beyond MOST are counted in words, and what lies deeper than DEEPEST stands at that depth."""
    shown, more = data.whys[:MOST], len(data.whys) - MOST
    head = wrapped(legible(data.effect), WIDTH - 16, PLAIN, lines=LINES, bold=True) or ["–"]
    y = len(head) * LINE_TALL + 10.0
    head_tall = y - 2
    boxes = []
    for why in shown:
        box = _boxed(why, y + AIR)
        boxes.append(box)
        y = box.y + box.tall
    keys = cause_keys([why.cause for why in shown])
    bottom = y + 6 + (LINE_TALL + 2 if more > 0 else 0)
    sheet = Sheet(bottom + legend_height(keys, WIDTH))
    sheet.box(1, 1, WIDTH - 2, head_tall - 2, edge=1.4, fill=Fill.PALE)
    for at, line in enumerate(head):
        sheet.say(8, 5 + LINE_TALL * (at + 0.5), line, bold=True)
    for at, box in enumerate(boxes):
        _link(sheet, boxes[:at], box, head_tall)
        _draw_box(sheet, box)
    if more > 0:
        sheet.say(2, y + 6 + LINE_TALL / 2, _more(more), size=SMALL, ink=SOFT)
    draw_legend(sheet, keys, top=bottom)
    return sheet


def said(data: WhyTree) -> str:
    """The same in words, each cause with how deep it lies."""
    lines = [phrases.labelled(_("5 whys, from the effect down"), data.effect)]
    for why in data.whys[:MOST]:
        proof = f" [{', '.join(why.cause.evidence)}]" if why.cause.evidence else ""
        lines.append(f"{'–' * (why.depth + 1)} {cause_said(why.cause)}{proof}")
    if len(data.whys) > MOST:
        lines.append(_more(len(data.whys) - MOST))
    return "\n".join(lines)


def _more(count: int) -> str:
    return ngettext("+ {count} more cause", "+ {count} more causes", count).format(count=count)


def _boxed(why: Why, y: float) -> _Box:
    x = 8 + STEP * (min(why.depth, DEEPEST) + 1)
    room = WIDTH - x - 22
    text = f"{legible(why.cause.number)} {cause_label(why.cause)}".strip()
    lines = tuple(wrapped(text, room, PLAIN, lines=LINES)) or ("–",)
    evidence = legible(", ".join(why.cause.evidence))
    tall = len(lines) * LINE_TALL + (9.0 if evidence else 0.0) + 5
    return _Box(why, x, y, tall, lines, evidence)


def _draw_box(sheet: Sheet, box: _Box) -> None:
    is_root = box.why.cause.kind is CauseKind.ROOT
    sheet.box(box.x, box.y, WIDTH - box.x - 2, box.tall, edge=1.6 if is_root else 0.8)
    sheet.sign(box.x + 8, box.y + LINE_TALL / 2 + 2.5, KIND_SIGNS[box.why.cause.kind], size=5)
    for at, line in enumerate(box.lines):
        sheet.say(box.x + 16, box.y + 2.5 + LINE_TALL * (at + 0.5), line, bold=is_root, room=WIDTH - box.x - 20)
    if box.evidence:
        y = box.y + 2.5 + LINE_TALL * len(box.lines) + 4
        sheet.say(box.x + 16, y, box.evidence, size=SMALL, ink=SOFT, room=WIDTH - box.x - 20)


def _link(sheet: Sheet, before: Sequence[_Box], box: _Box, head_tall: float) -> None:
    """From the box it explains down to it."""
    parent = next((one for one in reversed(before) if one.why.depth < box.why.depth), None)
    x = box.x - STEP + 8 if box.why.depth else 16.0
    from_y = head_tall - 1 if parent is None else parent.y + parent.tall
    middle = box.y + LINE_TALL / 2 + 2.5
    sheet.line([x, x], [from_y, middle], ink=SOFT, width=0.9, behind=True)
    sheet.arrow(x, middle, to_x=box.x, to_y=middle)
