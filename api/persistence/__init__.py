"""Adapters of the service's ports on a relational database."""
