"""The patient's face: small pages for a phone."""
