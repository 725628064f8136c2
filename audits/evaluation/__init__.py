"""An evaluation as a page: what ``evaluate --json`` prints, drawn."""
