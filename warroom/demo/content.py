"""The demonstration's content files: what is told, in both languages side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warroom.words import LANGUAGES


def demo_folder() -> Path:
    """Where the content lies, beside the packages or inside the packaged program."""
    return Path(__file__).resolve().parent.parent.parent / "resources" / "demo"


def content(name: str, language: str) -> Any:
    """One content file in one language: every pair of texts becomes the text in that language."""
    import yaml  # 30 ms that only the demonstration pays

    return said(yaml.safe_load((demo_folder() / f"{name}.yaml").read_text(encoding="utf-8")), language)


def said(told: Any, language: str) -> Any:
    """The same tree with every `{fr: …, en: …}` replaced by its text."""
    if isinstance(told, dict):
        if set(told) == set(LANGUAGES):
            return told[language]
        return {name: said(value, language) for name, value in told.items()}
    if isinstance(told, list):
        return [said(value, language) for value in told]
    return told
