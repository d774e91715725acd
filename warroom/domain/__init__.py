"""Nouns and rules of a crisis; standard library only."""
