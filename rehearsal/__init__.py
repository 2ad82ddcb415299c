"""Rehearses a whole treatment in seconds: made-up patients, the real rules, a moved clock and a throw-away database."""
