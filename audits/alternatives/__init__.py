"""Less discriminatory alternatives: sample weights that look for them, and candidate cards judged by their scores."""
