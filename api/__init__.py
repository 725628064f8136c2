"""The service: consent, decision, explanation, appeal, and the command line."""
