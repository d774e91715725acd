"""What is typed of a message: kept as a draft letter by letter, written when the keyboard leaves, never lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from warroom.commands import WriteText
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.conflicts import Place
from warroom.domain.messages import PARTS, MessageText
from warroom.errors import Trouble

DRAFT_MS = 400

Texts = dict[str, dict[str, str]]  # language → part → text


class Typing(QObject):
    """The texts of one message. What somebody else wrote comes in wherever nothing is typed."""

    moved = Signal(object, object)  # the command, and the MovedMeanwhile that stopped it

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self._message = ""
        self._base: Texts = {}
        self._typed: Texts = {}
        self._seen: dict[str, Mapping[str, Place]] = {}
        self._sent: dict[str, dict[str, str]] = {}  # on its way, or written and not read back yet
        self._then: list[Callable[[], object]] = []
        self._given_up: set[str] = set()
        self._has_draft = self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_MS)
        self._timer.timeout.connect(self.keep)

    # What stands here

    @property
    def message(self) -> str:
        return self._message

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not in the room yet."""
        return any(self._changed(language) for language in self._typed)

    def value(self, language: str, part: str) -> str:
        return self._typed.get(language, {}).get(part, "")

    def texts(self) -> Texts:
        """All that stands here, language by language."""
        return {language: dict(parts) for language, parts in self._typed.items()}

    def load(
        self, message: str, texts: Mapping[str, MessageText], seen: Mapping[str, Mapping[str, Place]],
        languages: tuple[str, ...],
    ) -> None:  # fmt: skip
        """What the room has now. Another message: what is typed of the former one is written first."""
        is_other = message != self._message
        if is_other:
            self.settle()
            self.keep()
            self._message, self._base, self._typed, self._seen, self._sent = message, {}, {}, {}, {}
            self._has_draft = self._again = False
            self.forget_waiting()
        for language in languages:
            self._load(language, _parts(texts.get(language)), seen.get(language, {}))
        if is_other:
            self._take_draft()
        self._go_on()

    def give_up(self, language: str) -> None:
        """Somebody chose what stands in the room: it is shown as soon as it is read."""
        self._given_up.add(language)

    def type(self, language: str, part: str, text: str) -> None:
        """Somebody typed; it is a draft in a moment."""
        self._typed.setdefault(language, {})[part] = text
        self._timer.start()

    # Keeping and writing

    @Slot()
    def keep(self) -> None:
        """Keep what is not in the room as a draft, with the words it changes, so that a crash loses nothing."""
        self._timer.stop()
        if not self._message or self._desk.room.read_only:
            return
        unsaved = {
            language: {"typed": changed, "base": self._base.get(language, {})}
            for language in self._typed
            if (changed := self._unsaved(language))
        }
        if not unsaved and not self._has_draft:
            return
        place = f"message:{self._message}"
        self._has_draft = bool(unsaved)
        try:
            kept = self._desk.room.keep_draft(place, json.dumps(unsaved, ensure_ascii=False) if unsaved else "")
        except Trouble as trouble:
            self._desk.notices.show(trouble, parent=self._owner)
            return
        self._desk.tasks.follow(kept, owner=self._owner)

    @Slot()
    def settle(self) -> None:
        """Write what is typed into the room."""
        if not self._message or self._desk.room.read_only:
            return
        for language in self._typed:
            if not self._changed(language):
                continue
            if language in self._sent:
                self._again = True  # as soon as what is on its way has arrived
            else:
                self._write(language)

    def when_kept(self, then: Callable[[], object]) -> None:
        """Do this as soon as everything typed is in the room."""
        self.settle()
        if not self._sent and not self.is_dirty:
            then()
            return
        self._then.append(then)

    def forget_waiting(self) -> None:
        """Whoever waited for the texts need not any more: they were not written."""
        self._then.clear()

    def _write(self, language: str) -> None:
        whole = {part: self.value(language, part) for part in PARTS}
        command = WriteText(
            message=self._message,
            language=language,
            title=whole["title"],
            body=whole["body"],
            brief=whole["brief"],
            sms=whole["sms"],
            seen=self._seen.get(language),
        )
        self._sent[language] = whole
        message = self._message
        self._desk.tasks.follow(
            self._desk.room.do(command),
            owner=self._owner,
            done=lambda _made: self._written(message),
            failed=partial(self._refused, message, language, command),
        )

    def _written(self, message: str) -> None:
        if message == self._message:
            self._timer.start()

    def _refused(self, message: str, language: str, command: WriteText, error: Exception) -> None:
        if message == self._message:
            self._sent.pop(language, None)
            self.forget_waiting()
            self.keep()
        if isinstance(error, MovedMeanwhile):
            self.moved.emit(command, error)
            return
        self._desk.notices.show(error, parent=self._owner)

    # What the room has

    def _load(self, language: str, now: dict[str, str], seen: Mapping[str, Place]) -> None:
        sent = self._sent.get(language)
        if sent is not None:
            if seen == self._seen.get(language) and now != sent:
                return  # read before it was written
            del self._sent[language]
            self._base[language] = sent
        if language not in self._base or language in self._given_up:
            self._base[language], self._typed[language], self._seen[language] = now, dict(now), seen
            self._given_up.discard(language)
        elif not self._changed(language):
            self._base[language], self._typed[language], self._seen[language] = now, dict(now), seen
        elif sent is not None or now == self._base[language]:
            self._base[language], self._seen[language] = now, seen

    def _go_on(self) -> None:
        """What was typed while a text was on its way goes now; who waited for the texts goes on."""
        if (self._then or self._again) and self.is_dirty:
            self._again = False
            self.settle()
        if self._sent or self.is_dirty:
            return
        self.keep()
        waiting, self._then = self._then, []
        for then in waiting:
            then()

    def _changed(self, language: str) -> dict[str, str]:
        """The parts typed otherwise than the room has them, or is being told."""
        base = self._sent.get(language) or self._base.get(language, {})
        return {
            part: text for part, text in self._typed[language].items() if text.strip() != base.get(part, "").strip()
        }

    def _unsaved(self, language: str) -> dict[str, str]:
        """The parts typed otherwise than the room is known to have them."""
        base = self._base.get(language, {})
        return {
            part: text for part, text in self._typed[language].items() if text.strip() != base.get(part, "").strip()
        }

    def _take_draft(self) -> None:
        """What a crash or a closed window left; where the room has other words by now, whoever writes is asked."""
        try:
            found = json.loads(self._desk.room.draft(f"message:{self._message}") or "{}")
        except ValueError:
            return
        for language, kept in found.items():
            if language in self._typed and isinstance(kept, dict):
                self._has_draft = True
                typed, base = _texts(kept.get("typed")), _texts(kept.get("base"))
                if any(base.get(part, "") != self._base[language].get(part, "") for part in typed):
                    self._base[language], self._seen[language] = base, {}
                self._typed[language] |= typed


def _texts(found: object) -> dict[str, str]:
    return {part: str(text) for part, text in found.items() if part in PARTS} if isinstance(found, dict) else {}


def _parts(text: MessageText | None) -> dict[str, str]:
    return {part: getattr(text, part) if text is not None else "" for part in PARTS}
