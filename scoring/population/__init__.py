"""Laagland, the public synthetic population and its truth."""
