"""Random public ids: the only ids that ever stand in a URL."""

import secrets

PUBLIC_ID_LENGTH = 22


def new_public_id() -> str:
    """Return 128 random bits as 22 URL-safe characters (OWASP ASVS 5.0, 7.2.3)."""
    return secrets.token_urlsafe(16)
