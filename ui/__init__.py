"""The window: Qt, thin, and nothing that decides."""

# The core comes before Qt: PySide 6.11 reads the source of every module imported after it, 20 ms for these.
import warroom.room as _core  # noqa: F401
