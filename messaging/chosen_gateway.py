"""Which gateway an installation sends by."""

from core.clock import Clock
from core.db import Database
from core.settings import Settings
from messaging.gateways import SimulatedGateway, SmsGateway


def build_gateway(settings: Settings, database: Database, clock: Clock) -> SmsGateway:
    """Return the gateway that the settings name."""
    if settings.sms_gateway == "simulated":
        return SimulatedGateway(database, clock)
    from messaging.twilio_gateway import TwilioGateway  # its client takes 6 MiB, and only the one who sends needs it

    return TwilioGateway(
        settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_messaging_service_sid,
        settings.base_url, settings.twilio_base_url,
    )  # fmt: skip
