"""The `warroom` command: a window, or a verb of warroom.cli."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module, metadata
from types import ModuleType

from warroom.cli.frame import run
from warroom.reports.typesetting import PACKAGED
from warroom.reports.typesetting import main as typeset_apart

DECODE = "--decode-runs"
GROUP = "warroom.window"
FALLBACK = "ui.app"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb named by the arguments, or open the window when they name none; the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == [PACKAGED]:  # the packaged program starts itself to typeset apart from the window
        return typeset_apart()
    if words[:1] == [DECODE]:  # and to verify a long history on another core
        return import_module("warroom.sync.apart").main()  # type: ignore[no-any-return]
    return run(words, window=window_part)


def window_part(name: str) -> ModuleType:
    """A module of the window's package (`app`, `demo`, `selftest`), found by its entry point: nothing here knows Qt.

    Raises ImportError when the window, or Qt itself, is not installed.
    """
    found = next(iter(metadata.entry_points(group=GROUP)), None)
    package = (found.module if found else FALLBACK).rpartition(".")[0]
    return import_module(f"{package}.{name}")


if __name__ == "__main__":
    sys.exit(main())
