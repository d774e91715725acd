"""The lock of the system: when the desktop locks or the laptop goes to sleep, the rooms lock too."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

# Interface and signal; whichever desktop runs says one of them, from whatever path it likes.
SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)
LOGIN, LOGIN_MANAGER, LOGIN_SESSION = (
    "org.freedesktop.login1",
    "org.freedesktop.login1.Manager",
    "org.freedesktop.login1.Session",
)


class SystemLock(QObject):
    """`locked` whenever the system locks or is about to sleep; unlocking the system unlocks nothing here."""

    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: list[Any] = []  # what the system calls back must not go
        if sys.platform == "win32":
            self._listen_on_windows()
        elif sys.platform == "darwin":
            self._listen_on_macos()
        else:
            self._listen_on_linux()

    def watch(self, window: QWidget) -> None:
        """Windows tells a session's lock only to windows that asked."""
        if sys.platform == "win32":
            from ui.windows_session import ask_for_session_notes

            ask_for_session_notes(int(window.winId()))

    # Linux

    def _listen_on_linux(self) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return
        if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):  # without it libdbus would start a bus of its own
            bus = QDBusConnection.sessionBus()
            for name in SCREEN_SAVERS:
                self._hear(bus, "", name, "ActiveChanged", "_take_state(bool)")
        system = QDBusConnection.systemBus()
        self._hear(system, LOGIN, LOGIN_MANAGER, "PrepareForSleep", "_take_state(bool)")
        self._hear(system, LOGIN, LOGIN_SESSION, "Lock", "_take_lock()")

    def _hear(self, bus: QDBusConnection, service: str, interface: str, name: str, slot: str) -> None:
        if bus.isConnected():
            bus.connect(service, "", interface, name, self, SLOT(slot))  # type: ignore[call-overload]  # 6.11 takes no bytes

    @Slot(bool)
    def _take_state(self, is_active: bool) -> None:
        """The screen saver came on, or sleep begins; False is the way back."""
        if is_active:
            self.locked.emit()

    @Slot()
    def _take_lock(self) -> None:
        self.locked.emit()

    # The others

    def _listen_on_windows(self) -> None:
        from ui.windows_session import SessionFilter

        app = QApplication.instance()
        assert app is not None
        told = SessionFilter(self.locked.emit)
        app.installNativeEventFilter(told)
        self._kept.append(told)

    def _listen_on_macos(self) -> None:
        self._kept.append(_hear_macos(self.locked.emit))


def _hear_macos(told: Callable[[], None]) -> object:
    """Have Core Foundation call when the screen locks; what must be kept for that."""
    import ctypes

    core = ctypes.CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
    pointer = ctypes.c_void_p
    callback = ctypes.CFUNCTYPE(None, pointer, pointer, pointer, pointer, pointer)(lambda *_told: told())
    core.CFNotificationCenterGetDistributedCenter.restype = pointer
    core.CFStringCreateWithCString.restype = pointer
    core.CFStringCreateWithCString.argtypes = [pointer, ctypes.c_char_p, ctypes.c_uint32]
    core.CFNotificationCenterAddObserver.argtypes = [pointer, pointer, pointer, pointer, pointer, ctypes.c_long]
    utf8, deliver_immediately = 0x08000100, 4
    name = core.CFStringCreateWithCString(None, b"com.apple.screenIsLocked", utf8)
    center = core.CFNotificationCenterGetDistributedCenter()
    core.CFNotificationCenterAddObserver(center, None, callback, name, None, deliver_immediately)
    return callback
