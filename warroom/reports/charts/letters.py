"""Letters of a picture: our own fonts, how wide they are, and how a text is cut to the room it has.

Matplotlib is loaded here, once, without reading anything of the computer: no font of the system, no settings file of
the working folder, and nothing is left in the home folder.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warroom.reports.visible import JOINERS, drawable, fonts_folder, is_hidden, plain_lines, plainly_drawable
from warroom.words import _

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

FAMILIES = {False: ["Inter", "Noto Emoji"], True: ["Inter SemiBold", "Noto Emoji"]}
LIST_OF_FONTS: dict[str, object] = {
    "_version": "3.11.0",  # font_manager.FontManager.__version__: another one is scanned for, which is only slow
    "_FontManager__default_weight": "normal",
    "default_size": None,
    "defaultFamily": {"ttf": "Inter", "afm": "Helvetica"},
    "afmlist": [],
    "ttflist": [],
    "__class__": "FontManager",
}
CUT = "…"
_loading = threading.Lock()


@lru_cache(maxsize=1)
def prepared() -> bool:
    """Load matplotlib, once, from any thread; everything else of this package calls it before drawing."""
    with _loading:
        before = os.environ.get("MPLCONFIGDIR")
        with tempfile.TemporaryDirectory(prefix="warroom-") as folder:
            name = f"fontlist-v{LIST_OF_FONTS['_version']}.json"
            Path(folder, name).write_text(json.dumps(LIST_OF_FONTS), encoding="utf-8")
            os.environ["MPLCONFIGDIR"] = folder
            try:
                import matplotlib as mpl
                from matplotlib.font_manager import fontManager
            finally:
                if before is None:
                    del os.environ["MPLCONFIGDIR"]
                else:
                    os.environ["MPLCONFIGDIR"] = before
        # A settings file beside the working folder could switch TeX on: what ships with the library counts alone.
        kept: dict[Any, object] = {
            key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")
        }
        mpl.rcParams.update(kept)
        ours: dict[Any, object] = {
            "text.parse_math": False,
            "text.hinting": "none",
            "svg.hashsalt": "warroom",
            "hatch.linewidth": 0.7,
        }
        mpl.rcParams.update(ours)
        for font in sorted(fonts_folder().glob("*.ttf")):
            fontManager.addfont(font)
    return True


@lru_cache(maxsize=64)
def font(size: float, *, bold: bool = False) -> FontProperties:
    """Inter of this size in points; what it does not have comes from the font of emoji."""
    prepared()
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=FAMILIES[bold], size=size)


@lru_cache(maxsize=20_000)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in points."""
    if not text:
        return 0.0
    properties = font(size, bold=bold)
    from matplotlib.textpath import text_to_path

    width, _height, _below = text_to_path.get_text_width_height_descent(text, properties, False)
    return float(width)


def legible(text: str) -> str:
    """A text as a picture can hold it, on one line: letters that no font of ours draws are said by their script."""
    text = " ".join(plain_lines(text).split())
    if plainly_drawable().issuperset(text):
        return text
    drawn, said, run = drawable(), [], ""
    for char in text:
        is_strange = char not in JOINERS and (char not in drawn or is_hidden(char))
        if is_strange or (run and (char == " " or char in JOINERS)):
            run += char
            continue
        said.append(_run_said(run))
        run = ""
        said.append("" if char in JOINERS else char)
    return " ".join("".join([*said, _run_said(run)]).split())


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """As much of a text as fits this room in points; nothing where not even a letter and the mark of the cut do."""
    if width_of(text, size, bold=bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + CUT, size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + CUT if low else ""


def wrapped(text: str, room: float, size: float, *, lines: int, bold: bool = False) -> list[str]:
    """A text on at most so many lines of this room; the last says when more was there."""
    found: list[str] = []
    words = text.split(" ")
    while words and len(found) < lines:
        if len(found) == lines - 1:
            found.append(cut(" ".join(words), room, size, bold=bold))
            break
        taken = 1
        while taken < len(words) and width_of(" ".join(words[: taken + 1]), size, bold=bold) <= room:
            taken += 1
        line = " ".join(words[:taken])
        if taken == 1 and width_of(line, size, bold=bold) > room:
            line, rest = _broken(line, room, size, bold=bold)
            words[0:1] = [line, rest]
        found.append(line)
        del words[:taken]
    return [line for line in found if line]


def _broken(word: str, room: float, size: float, *, bold: bool) -> tuple[str, str]:
    kept = len(cut(word, room, size, bold=bold)) - 1
    kept = max(kept, 1)
    return word[:kept], word[kept:]


def _run_said(run: str) -> str:
    """`‹Arabic, 12 characters›`: what is written in it stands in the words beside the picture."""
    kept = run.strip()
    if not kept:
        return run
    script = unicodedata.name(kept[0], "?").split(" ")[0]
    script = script if len(script) <= 3 else script.capitalize()
    tail = " " if run.endswith(" ") else ""
    return " ‹{}› {}".format(_("{script}, {count} characters").format(script=script, count=len(kept)), tail)
