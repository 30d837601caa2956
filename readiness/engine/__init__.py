"""Runs checks and turns what happened into outcomes. Knows the Probe protocol and no kind."""
