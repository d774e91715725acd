"""What ships for spokespersons, read once."""

from __future__ import annotations

import functools

from warroom.domain.press import Asked, asked_of
from warroom.storage.rulebook import content_folder


@functools.cache
def shipped() -> tuple[Asked, ...]:
    """The hard questions, bridges and red lines of the program. Raises PressFault: then the program is damaged."""
    import yaml

    path = content_folder().parent / "press" / "press.yaml"
    return asked_of(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
