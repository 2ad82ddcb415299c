"""Understands what a patient writes: red flags first, then commands, then values; it never guesses."""
