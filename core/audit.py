"""The audit log: who read or changed what about whom, written in the same transaction as the act."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base, UtcDateTime


class AuditEvent(Base):
    """One line of the log; ids and kinds only, never health text (HSLF-FS 2016:40, 4:9)."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_patient_id_id", "patient_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    actor_role: Mapped[str] = mapped_column(String(24))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("care_unit.id"))
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    action: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(40), default="")
    object_id: Mapped[str] = mapped_column(String(40), default="")


def record_event(
    session: Session,
    now: datetime,
    action: str,
    *,
    actor_id: int | None = None,
    actor_role: str = "system",
    unit_id: int | None = None,
    patient_id: int | None = None,
    object_kind: str = "",
    object_id: str = "",
) -> None:
    """Add one line to the log; it is stored or lost together with the act itself.

    :param action: a short verb phrase such as ``patient.read`` or ``module.unlock``.
    """
    session.add(
        AuditEvent(
            at=now,
            actor_id=actor_id,
            actor_role=actor_role,
            unit_id=unit_id,
            patient_id=patient_id,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
        )
    )
