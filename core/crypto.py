"""Keys for data at rest: encrypted columns and keyed hashes for look-up (reliability.md L12)."""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

NONCE_BYTES = 12


@dataclass(frozen=True)
class Keyring:
    """The installation's keys.

    :param data_keys: key id to 32 bytes; the first encrypts, all decrypt, so that keys can be rotated.
    :param lookup_key: 32 bytes for keyed hashes of phone numbers and personnummer.
    """

    data_keys: dict[str, bytes]
    lookup_key: bytes

    def encrypt(self, text: str, context: str) -> str:
        """Return ``keyid$base64(nonce + ciphertext)``; context binds it to its column."""
        key_id, key = next(iter(self.data_keys.items()))
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
        return f"{key_id}${base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, stored: str, context: str) -> str:
        """Return the text of a stored value; raises InvalidTag when it was tampered with or moved."""
        key_id, _, body = stored.partition("$")
        raw = base64.b64decode(body)
        opened = AESGCM(self.data_keys[key_id]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())
        return opened.decode()

    def encrypt_bytes(self, content: bytes, context: str) -> bytes:
        """Return ``keyid$`` and nonce + ciphertext as they are: a picture must not grow by a third in base64."""
        key_id, key = next(iter(self.data_keys.items()))
        nonce = os.urandom(NONCE_BYTES)
        return key_id.encode() + b"$" + nonce + AESGCM(key).encrypt(nonce, content, context.encode())

    def decrypt_bytes(self, stored: bytes, context: str) -> bytes:
        """Return the content of stored bytes; raises InvalidTag when they were tampered with or moved."""
        key_id, _, raw = stored.partition(b"$")
        return AESGCM(self.data_keys[key_id.decode()]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())

    def keyed_hash(self, value: str, context: str) -> str:
        """Return a hex digest by which an encrypted value can be looked up but not read."""
        return hmac.new(self.lookup_key, f"{context}:{value}".encode(), hashlib.sha256).hexdigest()


_installed: list[Keyring] = []


def install_keyring(keyring: Keyring) -> None:
    """Make a keyring the one that encrypted columns use; called once, when the application starts."""
    _installed[:] = [keyring]


def keyring() -> Keyring:
    """Return the installed keyring; raises RuntimeError when the application was not started properly."""
    if not _installed:
        raise RuntimeError("no keyring installed: start through create_app")
    return _installed[0]


def token_hash(token: str) -> str:
    """Return the SHA-256 of a high-entropy token; what is stored instead of the token itself."""
    return hashlib.sha256(token.encode()).hexdigest()


class EncryptedText(TypeDecorator[str]):
    """A text column that is unreadable without the key; context is usually ``table.column``."""

    impl = Text
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt on the way in."""
        return None if value is None else keyring().encrypt(value, self.context)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else keyring().decrypt(value, self.context)


class EncryptedJson(TypeDecorator[Any]):
    """A JSON column that is unreadable without the key."""

    impl = Text
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Encrypt on the way in."""
        if value is None:
            return None
        return keyring().encrypt(json.dumps(value, ensure_ascii=False), self.context)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Decrypt on the way out."""
        return None if value is None else json.loads(keyring().decrypt(value, self.context))


class EncryptedBytes(TypeDecorator[bytes]):
    """A column of bytes, such as a picture, that is unreadable without the key."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        return None if value is None else keyring().encrypt_bytes(value, self.context)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Decrypt on the way out."""
        return None if value is None else keyring().decrypt_bytes(bytes(value), self.context)
