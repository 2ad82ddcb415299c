"""A phone network that delivers at once and only writes down; nothing leaves the machine."""

from datetime import datetime

from core.ids import new_public_id
from messaging.gateways import SendResult, SentSms
from messaging.provider_codes import Outcome


class RecordingGateway:
    """Takes every SMS as delivered; what was sent stands in the outbox of the throw-away database."""

    def send(self, number: str, body: str, token: str, valid_seconds: int) -> SendResult:
        """Say that the SMS was delivered."""
        return SendResult(Outcome.ACCEPTED, sid=f"SM{new_public_id()}", status="delivered")

    def list_sent(self, number: str, since: datetime) -> list[SentSms]:
        """Return nothing: no SMS is ever in doubt here."""
        return []
