"""The acceptance scenarios of the requirements, lived through the pages and phones that people use."""
