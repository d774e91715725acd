"""SQLite: the only place that knows peewee and encryption at rest."""
