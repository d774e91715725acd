"""The window: Qt, thin, and nothing that decides."""
