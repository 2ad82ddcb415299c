"""Photos in a conversation: how many, of what kind, what a thread shows of them, and who may open one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import InvalidError, NotFoundError
from core.ids import new_public_id
from core.language import _l
from core.pictures import Flaw, Picture, PictureError, clean_picture
from messaging.models import Conversation, Message, MessagePhoto

MOST_A_MESSAGE = 3
MOST_A_DAY = 20
CAPTION_MAX = 200

FLAWS: dict[Flaw, str] = {
    Flaw.EMPTY: _l("Bilden är tom. Välj en annan bild."),
    Flaw.TOO_HEAVY: _l("Bilden är för stor. Högst 10 megabyte går att skicka. Ta en ny bild med lägre upplösning."),
    Flaw.TOO_LARGE: _l("Bilden har för många bildpunkter. Ta en ny bild med lägre upplösning, eller en skärmbild."),
    Flaw.HEIC: _l(
        "Bilden är sparad som HEIC, och det kan vi inte läsa. Öppna bilden, ta en skärmbild av den och skicka "
        "skärmbilden. På en iPhone kan du också välja Inställningar, Kamera, Format och Mest kompatibelt."
    ),
    Flaw.ANIMATED: _l("Bilden rör sig. Bara stillbilder går att skicka."),
    Flaw.BROKEN: _l("Bilden är trasig eller kom inte fram hel. Prova att ta om den."),
    Flaw.OTHER: _l("Filen är ingen bild som vi kan läsa. Välj en bild som är JPEG, PNG eller WebP."),
}
TOO_MANY = _l("Högst tre bilder i varje meddelande. Ta bort någon, eller dela upp det på flera meddelanden.")
TOO_MANY_TODAY = _l("Du har skickat många bilder det senaste dygnet. Vänta till i morgon, eller ring mottagningen.")
CAPTION_TOO_LONG = _l("Beskrivningen av bilden är för lång. Korta den till högst 200 tecken.")


class Size(StrEnum):
    """In which size a photo is opened."""

    FULL = "full"
    SMALL = "small"


@dataclass(frozen=True)
class Photo:
    """What a thread shows of a photo without opening it.

    :ivar width: of the full picture, in pixels; height the same.
    :ivar caption: what the patient says that it shows; "" for nothing.
    """

    public_id: str
    width: int
    height: int
    caption: str

    @property
    def small_size(self) -> tuple[int, int]:
        """Return width and height as a thread draws it, 180 pixels at most, so that nothing jumps when it loads."""
        share = min(1.0, 180 / max(self.width, self.height))
        return max(1, round(self.width * share)), max(1, round(self.height * share))


@dataclass(frozen=True)
class Opened:
    """A photo with the message it came in."""

    photo: Photo
    content: bytes
    message: Message
    unit_id: int


def read_photos(files: Sequence[bytes], caption: str) -> list[Picture]:
    """Return the photos of a form, written anew.

    :raises InvalidError: when one of them cannot be taken or they are too many; nothing is kept.
    """
    if len(files) > MOST_A_MESSAGE:
        raise InvalidError("photo", TOO_MANY)
    if len(caption.strip()) > CAPTION_MAX:
        raise InvalidError("caption", CAPTION_TOO_LONG)
    try:
        return [clean_picture(one) for one in files]
    except PictureError as problem:
        raise InvalidError("photo", FLAWS[problem.flaw]) from None


def check_photos_left(session: Session, patient_id: int, more: int, now: datetime) -> None:
    """Raise InvalidError when a patient would send more photos than a day and night holds."""
    since = now - timedelta(days=1)
    mine = (MessagePhoto.patient_id == patient_id, MessagePhoto.kept_at > since)
    sent = session.scalar(select(func.count()).select_from(MessagePhoto).where(*mine)) or 0
    if sent + more > MOST_A_DAY:
        raise InvalidError("photo", TOO_MANY_TODAY)


def list_shown(pictures: Sequence[Picture], caption: str) -> list[dict[str, Any]]:
    """Return what a message keeps of its photos, for the thread; each gets its id here."""
    words = caption.strip()
    return [{"id": new_public_id(), "width": one.width, "height": one.height, "caption": words} for one in pictures]


def keep_photos(
    session: Session, message: Message, patient_id: int, pictures: Sequence[Picture], now: datetime
) -> None:
    """Keep the bytes of a message's photos, under the ids of ``list_shown``."""
    session.add_all(
        MessagePhoto(public_id=shown["id"], message_id=message.id, patient_id=patient_id, kept_at=now,
                     picture=one.full, thumbnail=one.small)
        for shown, one in zip(message.photos or (), pictures, strict=True)
    )  # fmt: skip


def photos_of(message: Message) -> tuple[Photo, ...]:
    """Return what a thread shows of a message's photos."""
    return tuple(Photo(one["id"], one["width"], one["height"], one["caption"]) for one in message.photos or ())


def get_photo(
    session: Session, patient_id: int, public_id: str, size: Size, unit_ids: Sequence[int] | None = None
) -> Opened:
    """Return a photo of one patient's; one statement, and only the size that is asked for.

    :param unit_ids: the units whose conversations the reader may see; None for the patient himself.
    :raises NotFoundError: for any other photo.
    """
    column = MessagePhoto.picture if size is Size.FULL else MessagePhoto.thumbnail
    query = (
        select(column, Message, Conversation.unit_id)
        .join(Message, Message.id == MessagePhoto.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(MessagePhoto.public_id == public_id, Conversation.patient_id == patient_id)
    )
    if unit_ids is not None:
        query = query.where(Conversation.unit_id.in_(unit_ids))
    row = session.execute(query).first()
    if row is None:
        raise NotFoundError
    content, message, unit_id = row
    shown = next(one for one in photos_of(message) if one.public_id == public_id)
    return Opened(shown, content, message, unit_id)
