"""``audit``: fairness of a file of decisions, answered in four words."""
