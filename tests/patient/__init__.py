"""Tests of the patient room."""
