"""The demo: role doors, a simulated phone, a movable clock and seeded people; never in production."""
