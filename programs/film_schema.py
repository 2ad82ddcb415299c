"""What a film's file may hold: the frozen shape of ``film.yaml``."""

from pydantic import Field

from programs.schema import Frozen, Words

FILE = "film.yaml"


class Scene(Frozen):
    """What is said while a part of the drawing moves, in seconds from the beginning."""

    start: float = Field(alias="from", ge=0)
    end: float = Field(alias="to", gt=0)
    caption: Words


class Video(Frozen):
    """The files of a film that is not drawn here; the names are those on disk, beside film.yaml."""

    mp4: str | None = None
    webm: str | None = None
    poster: str | None = None
    """A picture in JPEG or PNG that stands before the film starts."""
    captions: Words
    transcript: Words | None = None


class Film(Frozen):
    """One film: either scenes, for the drawing beside it, or a video.

    :param description: what the picture shows, for those who do not see it.
    :param words: what is written in the drawing, by name.
    :param poster: the second whose picture is shown before the film starts; the first scene's end when left out.
    """

    title: Words
    description: Words
    seconds: float = Field(ge=10, le=600)
    words: dict[str, Words] = Field(default={})
    scenes: tuple[Scene, ...] = Field(default=(), strict=False)
    poster: float | None = Field(default=None, ge=0)
    video: Video | None = None
