"""The doors: parts of a room's door, each about one thing, reached as `room.<thing>`."""
