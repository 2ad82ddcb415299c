"""What follows when a free text holds a red flag: crisis words become a risk to sign, acute ones come first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.cues import FlagKind, FlagLevel
from assistant.red_flags import RedFlag, find_red_flag
from core.language import _l
from messaging.conversations import AlarmFinding
from people.models import CareUnit
from ratings.models import Risk
from ratings.risk_rules import RiskJudgement, RiskLevel, RiskReason
from ratings.risks import SELF_HARM, list_open_risks, raise_risk, raise_stronger

CRISIS = frozenset({FlagKind.SUICIDE, FlagKind.SELF_HARM})
WORDS = {
    FlagKind.CHEST_PAIN: _l("ont i bröstet"),
    FlagKind.STROKE: _l("tecken på stroke"),
    FlagKind.DYSPNOEA: _l("svårt att andas"),
    FlagKind.HYPOGLYCAEMIA: _l("lågt blodsocker"),
    FlagKind.HYPERGLYCAEMIA: _l("högt blodsocker"),
    FlagKind.VIOLENCE: _l("våld eller hot"),
    FlagKind.OVERDOSE: _l("för mycket läkemedel"),
    FlagKind.COLLAPSE: _l("svimning"),
}


@dataclass(frozen=True)
class Alarm:
    """A red flag in what somebody wrote.

    :param is_crisis: True when it is about not wanting to live or hurting oneself: the crisis card is shown.
    :param is_emergency: True when 112 comes first.
    """

    flag: RedFlag

    @property
    def is_crisis(self) -> bool:
        """Tell whether the crisis card is shown at once."""
        return self.flag.kind in CRISIS

    @property
    def is_emergency(self) -> bool:
        """Tell whether the answer is 112 at once."""
        return self.flag.level is FlagLevel.EMERGENCY

    @property
    def finding(self) -> AlarmFinding:
        """Return what the work list says about the message."""
        if self.is_crisis:
            return AlarmFinding("crisis_words")
        return AlarmFinding("acute_words", {"what": WORDS[self.flag.kind]})


def find_alarm(text: str) -> Alarm | None:
    """Return the most urgent red flag of a text as an alarm, or None. Never raises."""
    flag = find_red_flag(text)
    return Alarm(flag) if flag else None


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
