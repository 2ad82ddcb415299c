"""Doors for machines: provider webhooks and health checks."""
