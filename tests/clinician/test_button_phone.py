"""Who answers somebody with a button phone is told that the words will not be read, before they are written."""

from people.models import User
from tests.plugins.cast import CareCast

TOLD = "Anna har bara knapptelefon och ser inte svaret."


def test_the_box_says_that_a_button_phone_does_not_show_the_answer(care_cast: CareCast) -> None:
    karin, url = care_cast.browser(care_cast.karin), f"/desk/patients/{care_cast.anna.public_id}/conversation"
    assert TOLD not in karin.get(url).text
    with care_cast.database.transaction() as session:
        session.get_one(User, care_cast.anna.id).sms_by_web = False
    assert TOLD in karin.get(url).text
