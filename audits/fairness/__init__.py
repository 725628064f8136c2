"""Group measures, their intervals and verdicts in four words."""
