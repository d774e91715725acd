"""Verbs of what is learnt after a crisis, named here because the list of all verbs had grown too long."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warroom.commands.lessons import AddLesson, AmendLesson, LinkLesson, RetireLesson, ShareLesson, UnlinkLesson

__all__ = [
    "AddLesson",
    "AmendLesson",
    "LinkLesson",
    "RetireLesson",
    "ShareLesson",
    "UnlinkLesson",
]
