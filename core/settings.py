"""Settings: read once from the environment; a half-configured production does not start."""

import base64
import os
import secrets
import sys
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from core.crypto import Keyring

PREFIX = "EGENVAG_"
PLAIN_NAMES = ("DATABASE_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_BASE_URL",
               "TWILIO_MESSAGING_SERVICE_SID")
KEY_BYTES = 32


class SettingsError(Exception):
    """The environment does not describe an installation that may start; says what to set."""


class Settings(BaseModel):
    """Everything that differs between installations."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Literal["production", "demo", "test"] = "production"
    database_url: str
    secret_key: str
    data_keys: str
    lookup_key: str
    base_url: str = "http://127.0.0.1:5000"
    faces: str = "patient,clinician,api"
    sms_gateway: Literal["simulated", "twilio"] = "simulated"
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_messaging_service_sid: str = ""
    twilio_base_url: str = ""
    trusted_proxies: int = 0
    log_level: str = "INFO"
    template_cache: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for problem in (*self._weak_keys(), *self._twilio_gaps(), *self._production_gaps()):
            raise ValueError(problem)
        return self

    def _weak_keys(self) -> list[str]:
        problems = []
        if len(self.secret_key) < KEY_BYTES:
            problems.append("EGENVAG_SECRET_KEY must be at least 32 characters")
        try:
            self.keyring()
        except ValueError as problem:
            problems.append(f"EGENVAG_DATA_KEYS or EGENVAG_LOOKUP_KEY: {problem}")
        return problems

    def _twilio_gaps(self) -> list[str]:
        if self.sms_gateway != "twilio":
            return []
        names = ("twilio_account_sid", "twilio_auth_token", "twilio_messaging_service_sid")
        missing = [name.upper() for name in names if not getattr(self, name)]
        return [f"{name} is needed when EGENVAG_SMS_GATEWAY=twilio" for name in missing]

    def _production_gaps(self) -> list[str]:
        if self.mode != "production":
            return []
        problems = []
        if not self.base_url.startswith("https://"):
            problems.append("EGENVAG_BASE_URL must begin with https:// in production")
        if self.sms_gateway == "simulated":
            problems.append("EGENVAG_SMS_GATEWAY=twilio is needed in production: the simulated phone reaches nobody")
        return problems

    def keyring(self) -> Keyring:
        """Return the keys; ``data_keys`` is ``id:base64`` separated by commas, the first encrypts."""
        pairs = dict(part.split(":", 1) for part in self.data_keys.split(",") if part.strip())
        keys = {key_id.strip(): _key(value) for key_id, value in pairs.items()}
        if not keys:
            raise ValueError("no data key")
        return Keyring(keys, _key(self.lookup_key))


def _key(encoded: str) -> bytes:
    raw = base64.b64decode(encoded, validate=True)
    if len(raw) != KEY_BYTES:
        raise ValueError("a key must be 32 bytes in base64")
    return raw


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of an environment.

    :raises SettingsError: when a name is misspelt, missing or does not fit the others.
    """
    source = os.environ if environment is None else environment
    values = {name.removeprefix(PREFIX).lower(): value for name, value in source.items() if name.startswith(PREFIX)}
    values |= {name.lower(): source[name] for name in PLAIN_NAMES if source.get(name)}
    try:
        return Settings.model_validate(values)
    except ValidationError as problem:
        raise SettingsError("; ".join(_explain(error) for error in problem.errors(include_input=False))) from None


def _explain(error: ErrorDetails) -> str:
    """Say what is wrong with a setting by its name in the environment, never by its value: it may be a secret."""
    field = str(error["loc"][0]).upper() if error["loc"] else ""
    name = field if not field or field in PLAIN_NAMES else PREFIX + field
    reason = {"missing": "is not set", "extra_forbidden": "is not a setting; is it misspelt?"}.get(
        error["type"], error["msg"].removeprefix("Value error, ")
    )
    return f"{name} {reason}".strip()


def throwaway_settings() -> Settings:
    """Return settings for a command that keeps nothing: fresh keys and a database in memory."""
    return Settings(
        mode="test", database_url="sqlite://", secret_key=secrets.token_urlsafe(KEY_BYTES),
        data_keys=f"k1:{new_key()}", lookup_key=new_key(),
    )  # fmt: skip


def new_key() -> str:
    """Return a fresh random key in base64, for ``flask new-key`` and the demo."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def main() -> None:
    """Print fresh secrets for a new installation, before there is anything that could start."""
    lines = [f"{PREFIX}SECRET_KEY={secrets.token_urlsafe(48)}", f"{PREFIX}DATA_KEYS=k1:{new_key()}",
             f"{PREFIX}LOOKUP_KEY={new_key()}"]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
