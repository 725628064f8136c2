"""Whether scores and characteristics still look as they did: PSI, CSI and the drift of calibration."""
