"""The work list: what needs a human, why, how soon, and who has it."""
