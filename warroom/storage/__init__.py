"""SQLite: the only place that knows peewee and encryption at rest."""

import sys

# peewee 4.5 imports whichever PostgreSQL driver it finds: a third of the time that a start takes, for a hub that most
# rooms have not. It is kept from finding ours while it is imported here first; `sync.hub` imports it when it is needed.
_DRIVER = "psycopg"
if "peewee" not in sys.modules and _DRIVER not in sys.modules:
    sys.modules[_DRIVER] = None  # type: ignore[assignment]
    try:
        import peewee  # noqa: F401
    finally:
        del sys.modules[_DRIVER]
