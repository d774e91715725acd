"""Files of other tools, read as plain records."""

from warroom.formats.detect import BUILT, NOT_BUILT, kind_of
from warroom.formats.mapping import Mapping, suggest_mapping
from warroom.formats.reading import read
from warroom.formats.table import Table, preview

__all__ = ["BUILT", "NOT_BUILT", "Mapping", "Table", "kind_of", "preview", "read", "suggest_mapping"]
