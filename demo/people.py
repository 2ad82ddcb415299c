"""Whom the demo's front page lets in, and by which door."""

from dataclasses import dataclass

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
    SignIn("anna", "Anna Berg", "Patient, sömnprogram", Face.PATIENT, "person", "/home"),
    SignIn("bertil", "Bertil Lund", "Patient, bara knapptelefon", Face.PATIENT, "phone", "/demo/phone/bertil"),
    SignIn("karin", "Karin Lind", "Behandlare, psykolog", Face.DESK, "list", "/desk/"),
    SignIn("erik", "Erik Löv", "Läkare", Face.DESK, "list", "/desk/"),
    SignIn("lena", "Lena Ask", "Koordinator", Face.DESK, "enrol", "/desk/enrollments"),
    SignIn("ulla", "Ulla Norén", "Enhetsansvarig", Face.DESK, "people", "/desk/unit"),
    SignIn("sven", "Sven Holm", "Systemansvarig", Face.DESK, "settings", "/desk/system"),
)


def find_sign_in(key: str) -> SignIn | None:
    """Return the button of a word, or None."""
    return next((one for one in SIGN_INS if one.key == key), None)
