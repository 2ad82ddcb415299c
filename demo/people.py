"""Whom the demo's front page lets in, and by which door."""

from dataclasses import dataclass

from core.language import _l
from people.session_models import Face


@dataclass(frozen=True)
class SignIn:
    """One button of the front page.

    :param key: the person's user name or, for patients, word in the address.
    """

    key: str
    name: str
    label: str
    face: Face
    icon: str
    start: str


SIGN_INS = (
    SignIn("anna", "Anna Berg", _l("Patient, sömnprogram"), Face.PATIENT, "person", "/home"),
    SignIn("greta", "Greta Nilsson", _l("Patient, blodtryck hemma"), Face.PATIENT, "pulse", "/home"),
    SignIn("bertil", "Bertil Lund", _l("Patient, bara knapptelefon"), Face.PATIENT, "phone", "/demo/phone/bertil"),
    SignIn("ingrid", "Ingrid Öberg", _l("Patient, diabetes"), Face.PATIENT, "pulse", "/home"),
    SignIn("rut", "Rut Lagerlöf", _l("Patient, hjärtsvikt"), Face.PATIENT, "pulse", "/home"),
    SignIn("anders", "Anders Höök", _l("Patient, KOL"), Face.PATIENT, "pulse", "/home"),
    SignIn("elsa", "Elsa Håkansson", _l("Patient, oro"), Face.PATIENT, "person", "/home"),
    SignIn("karin", "Karin Lind", _l("Behandlare, psykolog"), Face.DESK, "list", "/desk/"),
    SignIn("maja", "Maja Sandell", _l("Sjuksköterska"), Face.DESK, "list", "/desk/"),
    SignIn("lina", "Lina Åberg", _l("Sjuksköterska på en annan enhet"), Face.DESK, "list", "/desk/"),
    SignIn("erik", "Erik Löv", _l("Läkare"), Face.DESK, "list", "/desk/"),
    SignIn("lena", "Lena Ask", _l("Koordinator"), Face.DESK, "enrol", "/desk/enrollments"),
    SignIn("vera", "Vera Dahl", _l("Skriver program"), Face.DESK, "pen", "/desk/library"),
    SignIn("ulla", "Ulla Norén", _l("Enhetsansvarig"), Face.DESK, "people", "/desk/unit"),
    SignIn("sven", "Sven Holm", _l("Systemansvarig"), Face.DESK, "gear", "/desk/system"),
)


def find_sign_in(key: str) -> SignIn | None:
    """Return the button of a word, or None."""
    return next((one for one in SIGN_INS if one.key == key), None)
