"""Tests of the room clinician."""
