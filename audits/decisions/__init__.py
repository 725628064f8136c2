"""Files of decisions and of groups, read once into the cube that every part of the auditor works on."""
