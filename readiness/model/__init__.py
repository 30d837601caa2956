"""Frozen types and pure rules. Standard library only; no file, no clock, no network."""
