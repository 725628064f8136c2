"""The audit measured: its speed beside peers, and its error rates against the truth."""
