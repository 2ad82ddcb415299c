"""Holds that the catalogue tells patients and referrers what each program is, in both languages, without promises."""

import pytest

from programs.catalogue import list_catalogue, tell_about
from tests.plugins.cast import CareCast, count_statements


@pytest.mark.parametrize("face", ["patient", "desk"])
def test_each_program_says_what_for_whom_how_long_what_is_measured_and_what_we_know(
    care_cast: CareCast, face: str
) -> None:
    person, root = (care_cast.anna, "/catalogue") if face == "patient" else (care_cast.lena, "/desk/catalogue")
    browser = care_cast.browser(person)
    index = browser.get(root).get_data(as_text=True)
    for program in list_catalogue():
        assert f'{root}/{program.id}"' in index
        page = browser.get(f"{root}/{program.id}").get_data(as_text=True).replace("&#39;", "'").replace("&#34;", '"')
        for words in (program.title, program.summary, program.audience, program.evidence):
            assert words.sv in page
        for module in program.modules:
            assert module.title.sv in page
            assert module.aim.sv in page
        for one in tell_about(program.id).measured:
            assert one.title.sv in page
        assert "112" in page
        assert "1177" in page


def test_a_program_that_is_not_there_is_not_found(care_cast: CareCast) -> None:
    assert care_cast.browser(care_cast.anna).get("/catalogue/nothing").status_code == 404
    assert care_cast.browser(care_cast.lena).get("/desk/catalogue/..%2fetc").status_code == 404


def test_a_page_asks_only_who_is_looking(care_cast: CareCast) -> None:
    browser = care_cast.browser(care_cast.anna)
    browser.get("/catalogue/sleep")
    with count_statements(care_cast.database) as seen:
        browser.get("/catalogue/sleep")
    assert len([one for one in seen if one != "COMMIT"]) <= 2


def test_what_is_measured_at_home_is_named() -> None:
    assert tell_about("hypertension").values == ("Blodtryck",)
    assert tell_about("sleep").has_sleep_diary
    assert tell_about("sleep").minutes[0] <= tell_about("sleep").minutes[1]
