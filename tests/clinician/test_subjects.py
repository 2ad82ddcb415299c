"""Holds that an item leads to a page that there is."""

from clinician.subjects import ENDPOINTS
from tests.plugins.cast import CareCast


def test_every_kind_of_subject_has_its_page(care_cast: CareCast) -> None:
    for endpoint, names in ENDPOINTS.values():
        rules = list(care_cast.app.url_map.iter_rules(endpoint))
        assert any(rule.arguments == set(names) and "GET" in (rule.methods or ()) for rule in rules), endpoint
