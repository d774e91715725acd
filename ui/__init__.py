"""The window: Qt, thin, and nothing that decides."""

import builtins

import PySide6.QtCore  # noqa: F401

# PySide 6.11.3 takes over `__import__` for its `from __feature__ import`, which nothing here says, and then reads the
# source file of every module imported afterwards: 20 ms of the start, and no option turns it off. It leaves the one it
# found under this name; without that name there is nothing to put back.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
