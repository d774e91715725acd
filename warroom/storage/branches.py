"""The branches of the Ishikawa drawing: read once from the program's content, with what this room changed of them."""

from __future__ import annotations

import functools

import apsw

from warroom.domain.ishikawa import Branch, shipped_of, with_changes
from warroom.storage.books import Books
from warroom.storage.queries import learning
from warroom.storage.rulebook import content_folder, sight_of
from warroom.storage.sight import Sight


@functools.cache
def shipped() -> tuple[Branch, ...]:
    """The branches of the program. Raises BranchFault: then the program is damaged."""
    import yaml

    path = content_folder().parent / "causes" / "branches.yaml"
    return shipped_of(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))


def branches(conn: apsw.Connection, sight: Sight) -> tuple[Branch, ...]:
    """The branches of this room in order, those put aside too."""
    return with_changes(shipped(), learning.branches(conn, sight))


def branches_in(books: Books) -> tuple[Branch, ...]:
    """The same as a command sees them."""
    return branches(books.conn, sight_of(books))
