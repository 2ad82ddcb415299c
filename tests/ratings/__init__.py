"""Tests of the self-ratings."""
