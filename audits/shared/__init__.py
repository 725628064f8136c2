"""What auditors share: opening files, proportions and their intervals, small cells, charts and pages."""
