"""The crash report: where in our code it went wrong, and nothing that anybody typed."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from warroom import __version__
from warroom.clock import Clock
from warroom.identity.machine import data_folder
from warroom.identity.places import leaves_no_trace

# The messages of exactly these speak of code. Any other, also one that a library derives from them, may quote a text,
# a path or a secret, and is left out.
SPEAKS_OF_CODE = (AttributeError, ImportError, NameError, NotImplementedError, TypeError)


def keep_report(surprise: BaseException) -> Path | None:
    """Write the report and say where; None when there is nowhere to write, or a portable room leaves nothing here."""
    if leaves_no_trace():
        return None
    text = "\n".join(_lines(surprise)) + "\n"
    name = f"crash-{Clock().now_ms()}.txt"
    for folder in (data_folder() / "crashes", Path(tempfile.gettempdir())):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            report = folder / name
            report.write_text(text, encoding="utf-8")
            return report
    return None


def _lines(surprise: BaseException) -> list[str]:
    lines = [f"warroom {__version__}", f"python {platform.python_version()}", f"platform {platform.platform()}", ""]
    chain: BaseException | None = surprise
    while chain is not None:
        said = f": {chain}" if type(chain) in SPEAKS_OF_CODE else ""
        lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}{said}")
        lines += [
            f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(chain.__traceback__)
        ]
        chain = chain.__cause__ or chain.__context__
    return lines


def place_of(surprise: BaseException) -> str:
    """`AttributeError at warroom/cli/selftest.py:112`."""
    frames = traceback.extract_tb(surprise.__traceback__)
    said = f": {surprise}" if type(surprise) in SPEAKS_OF_CODE else ""
    return f"{type(surprise).__name__}{said} ({_place(frames[-1].filename)}:{frames[-1].lineno})"


def _place(filename: str) -> str:
    """A file of the program as its module path, without the folders of this laptop."""
    for root in sorted((root for root in sys.path if root), key=len, reverse=True):
        with suppress(ValueError):
            return Path(filename).relative_to(root).as_posix()
    return Path(filename).name
