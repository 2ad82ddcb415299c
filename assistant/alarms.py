"""What follows when a free text holds a red flag: crisis words become a risk to sign, acute ones come first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.cues import FlagKind, FlagLevel
from assistant.red_flags import RedFlag, read_red_flags
from messaging.conversations import AlarmFinding
from people.models import CareUnit
from ratings.models import Risk
from ratings.risk_rules import RiskJudgement, RiskLevel, RiskReason
from ratings.risks import SELF_HARM, list_open_risks, raise_risk, raise_stronger

CRISIS = frozenset({FlagKind.SUICIDE, FlagKind.SELF_HARM})

@dataclass(frozen=True)
class Alarm:
    """A red flag in what somebody wrote.

    :param flag: the most urgent one; one about not wanting to live or hurting oneself goes before all others.
    :param is_emergency: True when the answer is 112 at once, whichever flag of the text says so.
    """

    flag: RedFlag
    is_emergency: bool

    @property
    def is_crisis(self) -> bool:
        """Tell whether the crisis card is shown at once."""
        return self.flag.kind in CRISIS

    @property
    def finding(self) -> AlarmFinding:
        """Return what the work list says about the message."""
        if self.is_crisis:
            return AlarmFinding("crisis_words")
        return AlarmFinding("acute_words", {"what": self.flag.kind.value})


def find_alarm(text: str) -> Alarm | None:
    """Return the most urgent alarm of a text, or None. Never raises.

    Crisis words decide although another flag is more urgent: nobody who writes of both "ont i bröstet" and of not
    wanting to live is answered for the chest alone, and somebody signs (S2).
    """
    flags = read_red_flags(text).flags
    if not flags:
        return None
    crisis = next((flag for flag in flags if flag.kind in CRISIS), None)
    return Alarm(crisis or flags[0], any(flag.level is FlagLevel.EMERGENCY for flag in flags))


def raise_crisis(session: Session, patient_id: int, unit: CareUnit, alarm: Alarm, now: datetime) -> Risk | None:
    """Keep crisis words as a risk that somebody must sign; None for an alarm of another kind (S2, K1).

    A risk of the same kind that is open already is made graver when needed, so that one person signs for all.
    """
    if not alarm.is_crisis:
        return None
    reason = RiskReason.SELF_HARM_ACUTE if alarm.is_emergency else RiskReason.SELF_HARM_RED
    judgement = RiskJudgement(RiskLevel.RED, (reason,))
    for risk in list_open_risks(session, patient_id):
        if risk.unit_id == unit.id and risk.reason in SELF_HARM:
            return raise_stronger(session, risk, unit, judgement, now, reason_key="crisis_words")
    return raise_risk(session, patient_id=patient_id, unit=unit, judgement=judgement, places={}, now=now,
                      reason_key="crisis_words")  # fmt: skip
