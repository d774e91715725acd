"""The wall: what a cell looks up to, on a second screen or a projector, read at five metres and touched by nobody."""
