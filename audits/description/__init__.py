"""A population described: what its files hold, and what nobody could know of real people."""
