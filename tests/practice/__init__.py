"""Tests of the made-up people."""
