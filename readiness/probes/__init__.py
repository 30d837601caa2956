"""The kinds of probe: one module a kind, named in `registry`."""
