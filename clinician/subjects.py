"""Where an item leads: from what it is about to the page that shows it."""

from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from worklist.models import WorkItem

ENDPOINTS = {
    "module": ("clinician.module_review", ("enrollment", "number")),
    "rating": ("clinician.rating", ("rating",)),
    "risk": ("clinician.risk", ("risk",)),
    "report": ("clinician.patient_values", ("patient",)),
    "plan": ("clinician.patient_values", ("patient",)),
    "enrollment": ("coordination.enrollment", ("enrollment",)),
    "window": ("clinician.window", ("window",)),
}
"""Kind of subject -> the page and the names of what its address holds, in the order they stand in the subject."""


def subject_link(item: WorkItem, patient_public_id: str) -> tuple[str, str] | None:
    """Return address and words of the page an item is about; None while there is no such page."""
    kind, *ids = item.subject.split(":")
    endpoint, names = ENDPOINTS.get(kind, ("", ()))
    if endpoint not in current_app.view_functions:
        return None
    values: dict[str, Any] = dict(zip(names, ids, strict=False))
    if names == ("patient",):
        values = {"patient": patient_public_id}
    rules = list(current_app.url_map.iter_rules(endpoint))
    if not any(rule.arguments == set(values) for rule in rules):
        return None
    return url_for(endpoint, **values), _words(kind)


def _words(kind: str) -> str:
    words = {
        "module": _("Läs modulen"),
        "rating": _("Läs skattningen"),
        "risk": _("Bedöm och signera"),
        "report": _("Se mätvärdena"),
        "plan": _("Se mätvärdena"),
        "enrollment": _("Se inskrivningen"),
        "window": _("Se sömnfönstret"),
    }
    return str(words[kind])
