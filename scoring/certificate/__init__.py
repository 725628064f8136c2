"""The certificate: what a card promises, checked against the card alone, with the standard library."""
