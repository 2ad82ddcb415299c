"""The ground every room stands on: settings, database, clock, audit, jobs and web plumbing."""
