"""Messaging: conversations, notices, reminders, the SMS outbox and its gateways."""
