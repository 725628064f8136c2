"""Documents: the card and the characteristics file, read and written."""
