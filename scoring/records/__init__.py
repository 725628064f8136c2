"""Records of a credit register, a bank and an application, and what they say of a person as of a date."""
