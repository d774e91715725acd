"""Parts of the incident room: one panel each, told which incident to show."""
