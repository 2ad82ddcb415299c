"""What else there is to do today: rows that the patient's pages hang on the first page, each from its own subject."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from people.viewer import Viewer


@dataclass(frozen=True)
class TodayRow:
    """One row under "Också i dag".

    :param sign: name of an icon.
    :param tone: "", "sky" or "apricot".
    :param place: where the row stands; lower comes first.
    """

    href: str
    sign: str
    title: str
    fact: str = ""
    tone: str = ""
    place: int = 50


Provider = Callable[[Session, Viewer, datetime], Iterable[TodayRow]]
providers: list[Provider] = []


def adds_today_rows(provider: Provider) -> Provider:
    """Register a page's rows for the first page; a provider asks the database at most once."""
    providers.append(provider)
    return provider


def list_today_rows(session: Session, viewer: Viewer, now: datetime) -> list[TodayRow]:
    """Return the rows of all pages that add any."""
    return [row for provider in providers for row in provider(session, viewer, now)]
