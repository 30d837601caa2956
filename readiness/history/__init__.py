"""Saves, reads and chains the records of runs. Judges nothing."""
