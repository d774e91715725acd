"""Short questions, keyboard first."""
