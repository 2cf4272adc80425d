"""Data of the detector: lists of facts, locked by digest."""
