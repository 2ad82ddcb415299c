"""The ground of tests about writing programs: an author's browser, a draft of the sleep program, its publication."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from people.models import Role, User
from programs.release_models import DraftFile, ProgramDraft, ProgramRelease
from tests.plugins.cast import CareCast, make_staff, send

TEXT = "m2/sv/fem_regler.md"


@dataclass
class Desk:
    """An author at work.

    :param draft: the address of her draft.
    """

    cast: CareCast
    author: User
    browser: FlaskClient
    draft: str = ""

    def start(self, source: str = "sleep 1") -> str:
        """Begin a draft; returns its address."""
        answer = send(self.browser, "/desk/drafts", **{"from": source})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        self.draft = answer.location
        return self.draft

    def text(self, path: str = TEXT) -> str:
        """Return a file of the draft as it is stored."""
        return self._file(path).text

    def revision(self, path: str = TEXT) -> int:
        """Return how often a file was saved."""
        return self._file(path).revision

    def _file(self, path: str) -> DraftFile:
        public_id = self.draft.rsplit("/", 1)[1]
        with self.cast.database.transaction() as session:
            mine = select(ProgramDraft.id).where(ProgramDraft.public_id == public_id).scalar_subquery()
            return session.scalars(select(DraftFile).where(DraftFile.draft_id == mine, DraftFile.path == path)).one()

    def save(self, path: str, text: str, seen: int | None = None, browser: FlaskClient | None = None) -> TestResponse:
        """Save a file as its page would."""
        revision = self.revision(path) if seen is None else seen
        return send(browser or self.browser, f"{self.draft}/file", path=path, text=text, seen=str(revision))

    def change(self, path: str, old: str, new: str) -> None:
        """Change a word of a file."""
        before = self.text(path)
        assert old in before
        assert self.save(path, before.replace(old, new, 1)).status_code == 302

    def page(self, more: str = "") -> str:
        """Return a page of the draft."""
        answer = self.browser.get(f"{self.draft}{more}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def publish(self, note: str = "Tydligare text.") -> TestResponse:
        """Publish the draft as its page would."""
        seen = re.search(r'name="seen" value="([^"]*)"', self.page("/publish"))
        return send(self.browser, f"{self.draft}/publish", seen=seen[1] if seen else "", note=note)

    def releases(self) -> list[tuple[int, int]]:
        """Return the numbers of what is published, in order."""
        with self.cast.database.transaction() as session:
            rows = session.execute(select(ProgramRelease.major, ProgramRelease.minor).order_by(ProgramRelease.id))
            return [(major, minor) for major, minor in rows]


def sit_down(cast: CareCast) -> Desk:
    """Return an author at her desk."""
    with cast.database.transaction() as session:
        author = make_staff(session, cast.unit, "Nils Alm", "psykolog", Role.AUTHOR)
    return Desk(cast, author, cast.browser(author))
