"""Metrics of incidents (doctrine §10.4): pure formulas over what the room holds, each with where it comes from."""
