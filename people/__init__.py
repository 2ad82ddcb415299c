"""People: users, roles, care units, care relations, sign-in, and who may see whom."""
