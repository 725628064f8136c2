"""The card beside its peers: the same files, the same folds, the same columns, within one run."""
