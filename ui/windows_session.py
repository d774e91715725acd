"""What Windows tells a window about its session: the desktop was locked, the laptop goes to sleep."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes.wintypes import MSG

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray

SESSION_CHANGE, SESSION_LOCKED = 0x02B1, 0x7
POWER_BROADCAST, GOES_TO_SLEEP = 0x0218, 0x4
THIS_SESSION = 0


class SessionFilter(QAbstractNativeEventFilter):
    """Calls back at a lock or a sleep and lets every message go on."""

    def __init__(self, told: Callable[[], None]) -> None:
        super().__init__()
        self._told = told

    # What Qt asks

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        if kind == b"windows_generic_MSG" and locks(MSG.from_address(int(message))):
            self._told()
        return False, 0


def locks(message: MSG) -> bool:
    """Whether this message says that the desktop locks or the laptop is about to sleep."""
    return (message.message, message.wParam) in ((SESSION_CHANGE, SESSION_LOCKED), (POWER_BROADCAST, GOES_TO_SLEEP))


def ask_for_session_notes(window: int) -> None:
    """Have Windows tell this window about its session; refused by a system without sessions, which costs only that."""
    if sys.platform == "win32":
        ctypes.windll.wtsapi32.WTSRegisterSessionNotification(ctypes.c_void_p(window), THIS_SESSION)
