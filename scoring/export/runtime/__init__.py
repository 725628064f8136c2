"""What exported files run: fixed, written by hand, and followed by the card as data."""
