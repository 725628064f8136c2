"""HTTP: routes, problems, identity. Decides nothing."""
