"""Memory: what can be done so that the secrets of a running program do not reach the disk."""

from __future__ import annotations

import sys
from contextlib import suppress


def no_core_dumps() -> None:
    """Let the system write no image of this program's memory when it crashes, where the system allows to say so.

    Linux with a crash collector and Windows have settings of their own (docs/security.md).
    """
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
