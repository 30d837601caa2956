"""Readiness decides, from evidence, whether a sales promotion may launch."""

__version__ = "0.1.0"
