"""The page of the report: frozen strings, section by section."""
