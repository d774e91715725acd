"""What a search found: entries page after page, and where the words stand in each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from warroom.commands.said import kind_word
from warroom.domain.entries import Entry
from warroom.words import _

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole + 1
BEFORE = 48  # characters of context kept in front of the first word found
LONG = 220  # a text longer than this is shown from its first hit on


class SearchModel(QAbstractListModel):
    """Entries newest first; reaching the end asks for the next page."""

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self.incidents: Mapping[str, str] = {}  # id → printed number
        self._entries: list[Entry] = []
        self._more = self._is_waiting = False

    def show(self, entries: Sequence[Entry], *, more: bool, words: str, incidents: Mapping[str, str]) -> None:
        """The first page of an answer."""
        self.beginResetModel()
        self._entries, self._more, self._is_waiting = list(entries), more, False
        self.words, self.incidents = words, incidents
        self.endResetModel()

    def add(self, entries: Sequence[Entry], *, more: bool) -> None:
        """The next page."""
        self._more, self._is_waiting = more, False
        if entries:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(entries) - 1)
            self._entries.extend(entries)
            self.endInsertRows()

    def give_up(self) -> None:
        """The next page did not come; scrolling asks again."""
        self._is_waiting = False

    @property
    def more(self) -> bool:
        """Whether entries wait behind those shown."""
        return self._more

    @property
    def last_key(self) -> int | None:
        return self._entries[-1].key if self._entries else None

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            number = self.incidents.get(entry.incident, "")
            return _("{incident}, {number}, {kind}: {text}").format(
                incident=number, number=entry.number, kind=kind_word(entry.kind), text=entry.text
            )
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and not self._is_waiting

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._is_waiting = True
            self.more_wanted.emit()


def folded(text: str) -> str:
    """The text without case and accents, character for character, as the search compares it."""
    return "".join((unicodedata.normalize("NFKD", char)[:1] or char).casefold()[:1] or char for char in text)


def hits(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words asked for begin in the text, and how long each is; in order, without overlap."""
    plain = folded(text)
    found: list[tuple[int, int]] = []
    for word in {folded(part) for part in words.replace('"', " ").split() if any(map(str.isalnum, part))}:
        at = plain.find(word)
        while at >= 0:
            if at == 0 or not plain[at - 1].isalnum():
                found.append((at, len(word)))
            at = plain.find(word, at + 1)
    return _apart(sorted(found))


def _apart(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for at, length in found:
        if kept and at < kept[-1][0] + kept[-1][1]:
            start = kept[-1][0]
            kept[-1] = (start, max(kept[-1][1], at + length - start))
        else:
            kept.append((at, length))
    return kept


def passage(text: str, words: str) -> str:
    """The text, or from a long one the part around its first hit."""
    line = " ".join(text.split())
    if len(line) <= LONG:
        return line
    found = hits(line, words)
    begin = max(0, found[0][0] - BEFORE) if found else 0
    if begin:
        begin = line.find(" ", begin) + 1 or begin
    end = begin + 2 * LONG
    return ("… " if begin else "") + line[begin:end] + ("…" if end < len(line) else "")
