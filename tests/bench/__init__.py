"""Measures pages beside bare pages of the same kind in the same run: `python -m tests.bench`."""
