"""Holds how the numbers to call are written."""

import pytest

from patient.phone_words import phone_text
from tests.plugins.cast import CareCast


@pytest.mark.parametrize("written", ["+46846500410", "08-465 004 10", "0846500410"])
def test_a_units_number_reads_as_people_write_it(written: str) -> None:
    assert phone_text(written).replace("\u00a0", " ").replace("\u2060", "").startswith("08-465 004 10")


def test_what_is_no_number_stands_as_it_is() -> None:
    assert phone_text("växeln") == "växeln"


def test_the_acute_page_writes_the_units_number_with_spaces(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        session.add(care_cast.unit)
        care_cast.unit.phone = "+46846500410"
    page = care_cast.browser(care_cast.anna).get("/help-now").get_data(as_text=True)
    assert "+468" not in page.replace('href="tel:+468', "")
