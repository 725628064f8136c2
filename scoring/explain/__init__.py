"""Contributions, reasons and recourse: they read the card, never the fit."""
