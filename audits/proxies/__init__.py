"""Proxies: how much a characteristic tells of a protected attribute, and what the decisions would be without it."""
