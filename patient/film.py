"""A film step: the player, all its pictures at once, and the files of a video to those who may see the step."""

from collections.abc import Callable

from flask import Response, request, send_file
from flask_babel import get_locale

from core import web
from core.errors import NotFoundError
from core.web_files import send_parts
from patient.guard import pages
from patient.places import open_place
from programs.library import get_edition
from programs.media import Media, StoredFile
from programs.progress import Place, get_step
from programs.schema import Step


def show(place: Place, step: Step, step_page: Callable[..., str]) -> str:
    """Draw a film step; ``?pictures=all`` shows every scene as a picture instead."""
    name, language = step.film or "", str(get_locale())
    films = get_edition(place.enrollment.program, place.enrollment.program_version).films
    stills = films.stills(name, language) if request.args.get("pictures") == "all" else ()
    return step_page("step_film.html", place, step, film=films.show(name, language), stills=stills)


@pages.get("/program/<public:enrollment>/<small:number>/<step>/film/<file>")
def step_film_file(enrollment: str, number: int, step: str, file: str) -> Response:
    """Send a video or its captions, in parts when the player asks for parts, to the patient whose step it is."""
    place = open_place(enrollment, number)
    found = get_step(place, step)
    if found.film is None:
        raise NotFoundError
    edition = get_edition(place.enrollment.program, place.enrollment.program_version)
    content, kind = edition.films.open_file(found.film, file)
    if isinstance(content, Media):
        return send_parts(StoredFile(web.database(), content), content.size, kind, content.sha256)
    return send_file(content, mimetype=kind, conditional=True)
