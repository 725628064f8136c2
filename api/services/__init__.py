"""One use case per file, named by a verb; the ports beside them."""
