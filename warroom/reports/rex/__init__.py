"""The review after a crisis as it is read: a registry of sections, each made of the records that hold its facts."""
