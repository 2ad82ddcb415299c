"""Finds the module a page is about: open, the patient's own, and still there to be read."""

from core import web
from core.errors import NotFoundError
from patient.guard import viewer
from programs.enrollment import is_readable
from programs.progress import Place, get_place


def open_place(enrollment: str, number: int, *, writing: bool = False) -> Place:
    """Return a module of the patient's own program.

    :param writing: hold it until the commit, for pages that take something in.
    :raises NotFoundError: for another's, a locked one, and a year after the end (programs.md A2).
    """
    place = get_place(web.session(), viewer().id, enrollment, number, writing=writing)
    if not is_readable(place.enrollment, web.now()):
        raise NotFoundError
    return place
