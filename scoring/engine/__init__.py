"""Fitting, certifying and evaluating a card; the only place that knows scikit-learn."""
