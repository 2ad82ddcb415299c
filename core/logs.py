"""The log: one JSON object a line, without names, numbers, addresses or anything a person wrote (reliability.md M5)."""

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

ROOT = Path(__file__).resolve().parent.parent
TALKATIVE = ("alembic", "apscheduler", "sqlalchemy", "twilio", "urllib3", "werkzeug", "markdown")
"""Libraries whose INFO and DEBUG lines hold addresses, statements or bodies; they are only heard from WARNING on."""
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def install_log(level: str = "INFO", stream: TextIO | None = None) -> logging.Handler:
    """Write everything that is logged in this process to a stream, standard error unless told otherwise.

    :param level: the least level written, such as "INFO"; raises ValueError for an unknown word.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(make_formatter())
    root = logging.getLogger()
    for old in root.handlers[:]:
        if getattr(old, "is_ours", False):
            root.removeHandler(old)
    handler.is_ours = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def make_formatter() -> logging.Formatter:
    """Return what turns a record into a line; of an exception it keeps only its kind and its place."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.stdlib.ExtraAdder(("method", "route", "status", "ms")),
        place_exception,
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def place_exception(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Replace an exception by its kinds and places; its message may quote what a person wrote."""
    info = line.pop("exc_info", None)
    if isinstance(info, tuple) and info[0] is not None:
        line["error"], line["places"] = _kinds(info[1]), _places(info)
    return line


def _kinds(problem: BaseException | None) -> list[str]:
    """Return the kinds of an exception and of what caused it, nearest first."""
    kinds: list[str] = []
    while problem is not None and len(kinds) < 5:
        kinds.append(f"{type(problem).__module__}.{type(problem).__qualname__}")
        problem = problem.__cause__ or problem.__context__
    return kinds


def _places(info: ExceptionInfo) -> list[str]:
    """Return where it happened, innermost last: file, line and function, never source or values."""
    frames = traceback.extract_tb(info[2])[-12:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])
