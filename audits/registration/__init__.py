"""When a file was known: what a key's holder, or a log, has signed about its digest."""
