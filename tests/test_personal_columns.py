"""Holds that every column is declared: it holds something personal, or it is known not to (reliability.md V22)."""

from sqlalchemy import Column, MetaData, String, Table

from core.crypto import EncryptedBytes, EncryptedJson, EncryptedText
from core.db import Base
from tests.plugins.databases import import_tables

NOT_PERSONAL = """
absence: id public_id patient_id told_at withdrawn_at
alert_burden: id unit_id figures counted_at until working after_id
attempt: key count window_ends_at
audit_event: id at actor_id actor_role unit_id patient_id action object_kind object_id
care_provider: id public_id name
care_relation: id patient_id unit_id since ended_at
care_unit: id public_id provider_id name phone zone opening_hours answer_days answers_by_sms is_training
conversation: id public_id patient_id unit_id last_message_id last_staff_id last_patient_id
dialogue: id slot patient_id unit_id kind subject channel asked_at expires_at outcome
diary_entry: id public_id enrollment_id diary day revision current written_at
draft_file: id draft_id path text revision saved_by saved_at
enrollment: id public_id patient_id unit_id clinician_id program program_version episode status starts_on
    ends_on care_consent_at self_care_decision_at self_care_decided_by ordered_by ordered_at moved_at invited_at
    verified_at activated_at paused_until ended_at
enrollment_move: id public_id enrollment_id from_version to_version carried moved_by moved_at undone_by undone_at
exercise_answer: id public_id enrollment_id module step revision saved_at
exercise_comment: id enrollment_id module step author_id written_at
exercise_revision: id answer_id submitted_at program_version
instrument_wording: id public_id unit_id instrument number holder kind reference valid_to notice texts reversed
    stated_by stated_at withdrawn_by withdrawn_at
item_view: id item_id user_id seen_at
job_run: name finished_at handled error
letter: id public_id enrollment_id module step came_at read_at
login_session: id public_id token_hash user_id face started_at seen_at
media_chunk: media_id number data
media_file: id sha256 kind size seconds pointer whole_at stored_at
measurement_plan: id public_id patient_id unit_id enrollment_public_id kind version current starts_on ends_on
    morning_hour evening_hour set_by set_at rhythm template closer_cause closer_asked
measuring_sitting: id patient_id kind started_at rest_from rest_until rest_seconds first_at
message: id public_id conversation_id sender author_id channel about sent_at written_at
message_draft: id conversation_id user_id about saved_at
message_photo: id public_id message_id patient_id kept_at
message_seen: id conversation_id user_id message_id seen_at
module_unlock: id enrollment_id module status unlocked_at unlocked_by submitted_at reviewed_at reviewed_by
part_switch: id enrollment_id switched_by switched_at
pressure_week: id public_id patient_id unit_id plan_id starts_on revision current readings days used judged_at
program_draft: id public_id program base status started_by started_at changed_at
program_release: id program major minor files checksum note published_by published_at
reading: id report_id sequence kind unit
reminder: id user_id unit_id kind subject hour minute weekdays starts_on ends_on active
release_media: release_id media_id
report: id public_id patient_id unit_id plan_id kind channel taken_at received_at heard_at session_date session
    answered_at provisional repeat_before asked_again_at repeats_id withdrawn_at corrects_id corrected_by_id
    rules_version held confirms
risk: id public_id patient_id unit_id rating_id status raised_at card_shown_at card_read_at asked_safety
    signed_by signed_at
self_rating: id public_id patient_id unit_id subject instrument instrument_version wording_id algorithm_version language
    status estimated started_at completed_at reviewed_by reviewed_at
sign_in_step: id token_hash user_id face code_hash tries proved_at expires_at
simulated_delivery: id sid inbound token status at sequence
sleep_window: id public_id enrollment_id status proposed_at decided_by decided_at
sms: id public_id kind user_id unit_id dedupe_key day_key reminder_id at_night zone not_before deadline status
    epoch lease_until started_at tries looks sid error_code settled_at created_at
sms_attempt: id sms_id epoch token started_at outcome
sms_event: id sid status error_code token is_orphan received_at
sms_inbound: id sid user_id status received_at examined_at
sms_stop: reason stopped_at
staff_invitation: id token_hash user_id invited_by totp_secret expires_at
stamp: name number
step_completion: id enrollment_id module step completed_at
submitted_form: key user_id submitted_at location
user: id public_id state phone_verified_at sms_consent_at sms_by_web password_hash totp_secret totp_pending
    totp_step pin_hash created_at
user_role: id user_id role unit_id
value_note: id public_id patient_id unit_id for_care written_by written_at replaced_by_id withdrawn_by withdrawn_at
week_summary: id public_id enrollment_id starts_on made_at
work_item: id public_id unit_id patient_id kind lane level rank subject alarms dedupe_key status occurred_at due_at
    snoozed_until claimed_by claimed_at closed_by closed_at outcome
"""
"""Ids, instants, states, counts and the system's own: what tells nothing about a person once his rows are gone.

Secrets are here too (hashes of tokens, PIN and password, the secret of an authenticator app): they are never exported,
and go with the row of the user or of the sign-in.
"""
WORDS = ("identity", "preference", "health")
SECRET = {"user.totp_secret", "user.totp_pending", "staff_invitation.totp_secret"}


def read_list(text: str) -> set[str]:
    """Return the columns of the list as table.column."""
    found, table = set(), ""
    for word in text.split():
        if word.endswith(":"):
            table = word[:-1]
        else:
            found.add(f"{table}.{word}")
    return found


def undeclared(metadata: MetaData, not_personal: set[str]) -> set[str]:
    """Return the columns that are declared neither way, both ways, or are only in the list."""
    columns = {f"{table.name}.{column.name}": column for table in metadata.tables.values() for column in table.columns}
    personal = {name for name, column in columns.items() if column.info.get("personal") in WORDS}
    return (columns.keys() - personal) ^ not_personal


def test_every_column_is_declared_one_way() -> None:
    import_tables()
    assert undeclared(Base.metadata, read_list(NOT_PERSONAL)) == set()


def test_what_is_encrypted_is_personal_or_a_secret() -> None:
    import_tables()
    sealed = {
        f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns
        if isinstance(column.type, EncryptedText | EncryptedJson | EncryptedBytes) and "personal" not in column.info
    }  # fmt: skip
    assert sealed == SECRET


def test_a_new_column_that_is_not_declared_is_found() -> None:
    """The tests above can fail: a column nobody thought of, one declared both ways, and one that is gone."""
    metadata = MetaData()
    Table("person", metadata, Column("id", String), Column("diagnosis", String),
          Column("name", String, info={"personal": "identity"}))  # fmt: skip
    listed = {"person.id", "person.name", "person.shoe_size"}
    assert undeclared(metadata, listed) == {"person.diagnosis", "person.name", "person.shoe_size"}
