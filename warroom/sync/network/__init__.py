"""The room's own network: stations on one switch or hotspot find each other and exchange live, without a server."""
