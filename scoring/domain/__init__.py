"""Plain Python values of the trade; importing them loads no numerical library."""
