"""Scoring whole files by the card's lookup."""
