"""Rows in a database, behind the ports of the use cases."""
