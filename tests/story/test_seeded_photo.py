"""The demo shows a photo in a conversation: in the patient's thread, and at the desk of her nurse."""

from flask import Flask
from sqlalchemy import select

from core.db import Database
from messaging.models import Message, MessagePhoto
from messaging.photos import photos_of
from people.models import User


def test_greta_has_asked_about_a_photo_of_her_meter(demo_app: Flask) -> None:
    database: Database = demo_app.extensions["database"]
    with database.transaction() as session:
        greta = session.scalars(select(User).where(User.name == "Greta Nilsson")).one()
        photo = session.scalars(select(MessagePhoto).where(MessagePhoto.patient_id == greta.id)).one()
        message = session.get_one(Message, photo.message_id)
    assert photos_of(message)[0].caption == "Blodtrycksmätaren på köksbordet"
    assert photo.picture.startswith(b"\xff\xd8")
