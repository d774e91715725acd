"""`python -m ui`: the window."""

from __future__ import annotations

import sys

from ui.app import main
from warroom.errors import WarroomError

try:
    sys.exit(main())
except WarroomError as error:
    sys.stderr.write(f"warroom: {error}\n")
    sys.exit(error.exit_code)
