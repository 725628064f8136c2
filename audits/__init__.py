"""The auditor: reads files of decisions and evidence, never the model's code."""
