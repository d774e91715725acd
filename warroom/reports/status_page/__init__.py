"""The public status page as files: HTML, JSON and Atom of one `Page`, for any web server, with no script."""
