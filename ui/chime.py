"""The chime of an alarm: two soft notes, made here, played by whatever plays sound on this laptop, never waited for."""

from __future__ import annotations

import array
import functools
import math
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.settings import Settings
from ui.tasks import Job, Tasks
from ui.trouble import Notices

RATE = 22_050  # samples a second, one channel of 16 bits
NOTES = ((880.0, 0.16), (660.0, 0.26))  # hertz, seconds
LOUDEST = 0.6  # of what 16 bits hold, at full volume
RISE_S = 0.012  # a note that begins or ends at once clicks
TAIL_S = 0.25  # what the laptop still holds when the last sample was handed over
STEP_S = 0.05


class Chime(QObject):
    """Plays on threads of its own: a sound never waits behind an export, nor an export behind it."""

    def __init__(self, settings: Settings, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._tasks = Tasks(notices)
        self._is_playing = False
        self.played = 0  # how often it rang

    def ring(self) -> None:
        """Once, at the volume of this laptop; nothing where sound is off or while it still rings."""
        if not self._settings.alarm_sound or self._is_playing:
            return
        self.played += 1
        if QGuiApplication.platformName() in ("offscreen", "minimal"):
            return  # nobody sits before a window that no screen shows
        self._is_playing = True
        samples = tone(self._settings.alarm_volume)
        self._tasks.run(
            lambda job: play(samples, job), owner=self, done=self._end, failed=lambda _error: self._end(False)
        )

    def close(self) -> None:
        """Silent from now on."""
        self._tasks.close()

    def _end(self, was_heard: bool) -> None:
        self._is_playing = False
        if not was_heard:
            QApplication.beep()


@functools.lru_cache(maxsize=4)
def tone(volume: int) -> bytes:
    """The two notes as signed 16-bit samples; `volume` in per cent."""
    samples = array.array("h")
    for hertz, seconds in NOTES:
        length = int(RATE * seconds)
        for at in range(length):
            edge = min(1.0, at / (RATE * RISE_S), (length - at) / (RATE * RISE_S))
            fading = math.exp(-3.0 * at / length)
            wave = math.sin(2 * math.pi * hertz * at / RATE)
            samples.append(int(32_767 * LOUDEST * min(max(volume, 0), 100) / 100 * edge * fading * wave))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


def play(samples: bytes, job: Job) -> bool:
    """Play to the end or until the job is cancelled; False where nothing plays sound. Blocks for half a second."""
    if not has_sound():
        return False
    try:
        import miniaudio
    except ImportError:  # no wheel for this machine
        return False
    source = miniaudio.stream_raw_pcm_memory(samples, 1, 2)
    next(source)
    try:
        with miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=RATE, app_name="Warroom"
        ) as device:
            device.start(source)
            until = time.monotonic() + len(samples) / 2 / RATE + TAIL_S
            while time.monotonic() < until and not job.is_cancelled:
                time.sleep(STEP_S)
    except miniaudio.MiniaudioError:
        return False
    return True


def has_sound() -> bool:
    """Whether it is worth asking: on Linux, ALSA tells standard error at length about a laptop without a sound card."""
    if sys.platform != "linux":
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.environ.get("PULSE_SERVER") or (runtime and Path(runtime, "pulse", "native").exists()):
        return True
    try:
        return "[" in Path("/proc/asound/cards").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
