"""The Ishikawa diagram: an effect at the head, branches on both sides of the spine, causes on their branches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warroom import phrases
from warroom.commands.cause_words import cause_kind_word, cause_state_word
from warroom.domain.causes import CauseKind, CauseState
from warroom.reports.charts.legend import Key, draw_legend, legend_height
from warroom.reports.charts.letters import legible, wrapped
from warroom.reports.charts.sheet import INK, PLAIN, SMALL, SOFT, WIDTH, Fill, Mark, Sheet
from warroom.reports.charts.what_learnt import CauseNote, FishBone, Ishikawa
from warroom.words import _, ngettext, pgettext

MOST, USUAL, MOST_CAUSES, LINES = 8, 6, 6, 5  # branches, those drawn even if empty, causes on each, lines of each
HEAD, SLANT, STEP, NAME = 92.0, 22.0, 8.6, 16.0
KIND_SIGNS = {
    CauseKind.TRIGGER: Mark.STAR,
    CauseKind.PROXIMATE: Mark.UP,
    CauseKind.ROOT: Mark.DIAMOND,
    CauseKind.CONTRIBUTING: Mark.DISC,
    CauseKind.LATENT: Mark.RING,
}


@dataclass(frozen=True, slots=True)
class _Laid:
    """A branch with the lines of each cause, wrapped to the room of its column."""

    bone: FishBone
    notes: tuple[tuple[CauseNote, tuple[str, ...]], ...]
    left_out: int

    @property
    def tall(self) -> float:
        lines = sum(len(lines) * STEP + 5 for _note, lines in self.notes)
        return lines + (STEP + 4 if self.left_out else 0) + 6


def draw(data: Ishikawa) -> Sheet:
    """The picture; branches beyond MOST and causes beyond MOST_CAUSES of one are counted in words."""
    bones, more = chosen(data.bones)
    columns = max(-(-len(bones) // 2), 1)
    wide = (WIDTH - HEAD - SLANT - 6) / columns
    laid = [_laid(bone, wide - 24) for bone in bones]
    above, below = laid[0::2], laid[1::2]
    head = _effect_tall(_effect_lines(data.effect)) / 2 + 4  # the head is never beside the name of a branch
    top = max([one.tall for one in above] or [10.0])
    top = max(top, head) + NAME
    spine = top + 4
    under = max([one.tall for one in below] or [10.0])
    under = max(under, head) + NAME
    keys = _keys(data)
    body = spine + under + 6 + (STEP + 4 if more > 0 else 0)
    sheet = Sheet(body + legend_height(keys, WIDTH))
    for side, row in ((-1, above), (1, below)):
        for at, one in enumerate(row):
            _bone(
                sheet,
                one,
                x=4 + wide * at,
                wide=wide,
                spine=spine,
                far=top - NAME if side < 0 else under - NAME,
                side=side,
            )
    sheet.arrow(4, spine, to_x=WIDTH - HEAD, to_y=spine, width=1.8)
    _effect(sheet, data.effect, spine)
    if more > 0:
        said_more = ngettext("+ {count} more branch", "+ {count} more branches", more).format(count=more)
        sheet.say(2, body - STEP / 2 - 4, said_more, size=SMALL, ink=SOFT)
    draw_legend(sheet, keys, top=body)
    return sheet


def chosen(bones: Sequence[FishBone]) -> tuple[list[FishBone], int]:
    """The branches that are drawn, in their order, those with causes first of all; and how many of these are not."""
    full = [at for at, bone in enumerate(bones) if bone.causes]
    empty = [at for at, bone in enumerate(bones) if not bone.causes]
    kept = sorted([*full[:MOST], *empty[: max(USUAL - len(full), 0)]])
    return [bones[at] for at in kept], max(len(full) - MOST, 0)


def said(data: Ishikawa) -> str:
    """The same in words, branch by branch."""
    lines = [_("Causes by branch, leading to: {effect}").format(effect=data.effect)]
    for bone in data.bones:
        causes = "; ".join(cause_said(cause) for cause in bone.causes) or _("nothing found")
        lines.append(phrases.labelled(bone.name, causes))
    return "\n".join(lines)


def cause_said(cause: CauseNote) -> str:
    """`A-CA01 The change went everywhere at once (root cause, confirmed)`."""
    return f"{cause.number} {cause.text} ({cause_kind_word(cause.kind)}, {cause_state_word(cause.state)})".strip()


def cause_label(cause: CauseNote) -> str:
    """A cause on a drawing: a question mark while it is only supposed."""
    marks = {CauseState.SUPPOSED: "\u00a0?", CauseState.REFUTED: f" ({cause_state_word(CauseState.REFUTED)})"}
    return legible(f"{cause.text}{marks.get(cause.state, '')}")


def cause_keys(causes: Sequence[CauseNote]) -> list[Key]:
    kinds = {cause.kind for cause in causes}
    keys: list[Key] = [(sign, cause_kind_word(kind)) for kind, sign in KIND_SIGNS.items() if kind in kinds]
    if any(cause.state is CauseState.SUPPOSED for cause in causes):
        keys.append(("?", pgettext("cause", "only supposed")))
    return keys


def _keys(data: Ishikawa) -> list[Key]:
    return cause_keys([cause for bone in chosen(data.bones)[0] for cause in bone.causes[:MOST_CAUSES]])


def _laid(bone: FishBone, room: float) -> _Laid:
    shown = bone.causes[:MOST_CAUSES]
    notes = tuple((one, tuple(wrapped(cause_label(one), room, SMALL, lines=LINES)) or ("–",)) for one in shown)
    return _Laid(bone, notes, len(bone.causes) - len(shown))


def _bone(sheet: Sheet, one: _Laid, *, x: float, wide: float, spine: float, far: float, side: int) -> None:
    """One branch from its name to the spine; it leans towards the head."""
    end = x + wide - 2 + SLANT
    start_y = spine + side * far
    start = end - SLANT
    sheet.line([start, end], [start_y, spine], width=1.3)
    tall = far or 1.0
    _name(sheet, one.bone.name, x=start, wide=wide, y=start_y + side * NAME / 2)
    y = start_y + 5 if side < 0 else start_y - one.tall + 4
    y = min(y, spine - 4) if side < 0 else max(y, spine + 6)
    for note, lines in one.notes:
        y = _twig(sheet, note, lines, x=x, y=y, start=start, from_y=start_y, tall=tall)
    if one.left_out:
        sheet.say(
            x + 9 + SLANT * _along(y, start_y, tall),
            y + STEP / 2,
            _("+ {count} more").format(count=one.left_out),
            size=SMALL,
            ink=SOFT,
        )


def _along(y: float, start_y: float, tall: float) -> float:
    return min(abs(y - start_y) / tall, 1.0)


def _twig(
    sheet: Sheet,
    note: CauseNote,
    lines: Sequence[str],
    *,
    x: float,
    y: float,
    start: float,
    from_y: float,
    tall: float,
) -> float:
    """A cause beside its branch, its sign before it and a twig under it; where the next one begins."""
    is_root = note.kind is CauseKind.ROOT
    under = y + len(lines) * STEP + 1
    left = x + 2 + SLANT * _along(y, from_y, tall)
    for at, line in enumerate(lines):
        sheet.say(left + 9, y + at * STEP + STEP / 2, line, size=SMALL, room=start - x - 20)
    sheet.sign(left + 3.5, y + STEP / 2, KIND_SIGNS[note.kind], size=4.5 if is_root else 4)
    meets = start + SLANT * _along(under, from_y, tall)
    sheet.line([left, meets], [under, under], width=0.5, ink=SOFT)
    return under + 4


def _name(sheet: Sheet, name: str, *, x: float, wide: float, y: float) -> None:
    half = min(wide - 6, 110.0) / 2
    left = min(max(x - half, 1.0), sheet.width - 2 * half - 1)
    sheet.box(left, y - NAME / 2 + 1, 2 * half, NAME - 2, fill=Fill.PALE)
    sheet.say(left + half, y, name, size=PLAIN, bold=True, align="center", room=2 * half - 6, ink=INK)


def _effect_lines(effect: str) -> list[str]:
    return list(wrapped(legible(effect), HEAD - 12, PLAIN, lines=5, bold=True)) or ["–"]


def _effect_tall(lines: Sequence[str]) -> float:
    return len(lines) * 10.5 + 10


def _effect(sheet: Sheet, effect: str, spine: float) -> None:
    lines = _effect_lines(effect)
    tall = _effect_tall(lines)
    top = min(max(spine - tall / 2, 1.0), sheet.height - tall - 1)
    sheet.box(WIDTH - HEAD, top, HEAD - 2, tall, edge=1.4)
    for at, line in enumerate(lines):
        sheet.say(WIDTH - HEAD / 2 - 1, top + 5 + 10.5 * (at + 0.5), line, bold=True, align="center", room=HEAD - 8)
