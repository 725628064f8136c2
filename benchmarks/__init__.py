"""Figures, each a ratio to a peer or to a physical limit within the same run."""
