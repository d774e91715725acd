"""Another value for a field: the field that fits it, and what was typed or chosen there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox, TimeField
from warroom.commands.conflict_words import ENUMS, value_word
from warroom.domain.conflicts import Conflict
from warroom.domain.nouns import DELETED, NOUNS, Type
from warroom.domain.rights import Role
from warroom.words import _

CHOSEN_ONLY = frozenset({("pin", "hash"), ("attachment_key", "secret")})
AHEAD = frozenset({"due_at", "decide_before", "review_at"})  # times to come


class OtherValue:
    """The widget to put into a form, and the value it holds; `widget` is None where only a written value will do."""

    def __init__(self, desk: Desk, conflict: Conflict, names: dict[str, str], parent: QWidget) -> None:
        self._desk, self._conflict, self._names = desk, conflict, names
        self.widget: QWidget | None = None
        self.read: Callable[[], Any] = lambda: None
        noun, name = conflict.noun, conflict.field
        kind = Type.BOOL if name == DELETED else getattr(NOUNS[noun].field(name), "type", None)
        if (noun, name) in CHOSEN_ONLY or kind is None or kind is Type.ID:
            return
        if (noun, name) in ENUMS:
            self._choose([item.value for item in ENUMS[noun, name][0]], parent)
        elif kind is Type.BOOL:
            self._choose([True, False], parent)
        elif kind is Type.TIME:
            self._tell_time(parent)
        elif kind is Type.JSON:
            self._tick(parent)
        else:
            self._type(parent)

    def _choose(self, values: list[Any], parent: QWidget) -> None:
        noun, name, now_ms = self._conflict.noun, self._conflict.field, self._desk.room.clock.now_ms()
        ways = [
            Way(
                value,
                words=partial(value_word, noun, name, value, now_ms=now_ms),
                key=str(value) if str(value).isdigit() else "",
            )
            for value in values
        ]
        choice: Choice[Any] = Choice(self._desk.look, ways, parent, in_a_row=len(ways) <= 5)
        choice.choose(self._conflict.values[0].value)
        self.widget, self.read = choice, choice.value

    def _tell_time(self, parent: QWidget) -> None:
        field = TimeField(self._desk, ahead=self._conflict.field in AHEAD, parent=parent)
        field.set_moment(self._conflict.values[0].value)
        self.widget, self.read = field, field.moment

    def _type(self, parent: QWidget) -> None:
        box = TextBox(lines=3, parent=parent)
        box.setPlainText(str(self._conflict.values[0].value or ""))
        self.widget, self.read = box, box.toPlainText

    def _tick(self, parent: QWidget) -> None:
        """What any of the values names can be ticked, alone or together."""
        rows = [_items(side.value, self._conflict.field) for side in self._conflict.values]
        every = [role.value for role in Role] if self._conflict.field == "rights" else []
        every += [item for row in rows for item in row if item not in every]
        inside = QWidget(parent)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        boxes: list[tuple[QCheckBox, Any]] = []
        for item in dict.fromkeys(orjson.dumps(each) for each in every):
            value = orjson.loads(item)
            box = QCheckBox(self._word(value).replace("&", "&&"), inside)
            box.setChecked(any(value in row for row in rows))
            column.addWidget(box)
            boxes.append((box, value))
        if boxes:
            inside.setFocusProxy(boxes[0][0])
        self.widget, self.read = inside, lambda: [value for box, value in boxes if box.isChecked()]

    def _word(self, value: Any) -> str:
        said = [value] if not isinstance(value, list) else value
        if self._conflict.field == "rights":
            said_roles = orjson.dumps({"roles": said}).decode()
            return value_word("grant", "rights", said_roles, now_ms=0)
        text = orjson.dumps(said).decode()
        return value_word(self._conflict.noun, self._conflict.field, text, now_ms=0, names=self._names) or _("empty")


def _items(value: Any, name: str) -> list[Any]:
    try:
        said = orjson.loads(value) if isinstance(value, str) else []
    except orjson.JSONDecodeError:
        return []
    if name == "rights" and isinstance(said, dict):
        said = said.get("roles", [])
    return said if isinstance(said, list) else []
