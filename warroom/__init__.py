"""Warroom: the offline desktop war room for crisis cells."""

__version__ = "0.1.0"
