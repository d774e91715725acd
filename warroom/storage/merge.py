"""Merge: ops written elsewhere join the journal, in whatever order they come, and every station ends alike."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import apsw

from warroom.clock import witness
from warroom.domain.ids import is_born_of
from warroom.domain.nouns import NOUNS
from warroom.storage import fixed, projections, registers
from warroom.storage.changes import WHOLESALE
from warroom.storage.contexts import Contexts
from warroom.storage.intake import Intake, SetAside, Taken, Why
from warroom.storage.journal import meta, op_row, set_meta
from warroom.storage.wire import Arrival, Wire
from warroom.storage.writes import Write, write_of
