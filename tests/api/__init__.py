"""Tests of the doors for machines."""
