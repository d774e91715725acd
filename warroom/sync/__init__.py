"""Exchange between laptops that were never connected: sealed runs of their journals, by whatever carries files."""
