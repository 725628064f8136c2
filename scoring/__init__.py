"""The model: permitted data, the card, its explanation. Imports nothing of ours."""
