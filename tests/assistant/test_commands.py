"""The whole-message commands of an SMS, and that nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.commands import Command, read_command

READ = {
    Command.STOP: [
        "STOPP", "stopp", "Stop", "STOP.", "stopp!", "stoppp", "STOPP tack", "sluta", "sluta skicka sms",
        "inga fler sms", "unsubscribe", "Cancel", "stäng av sms", "STOPALL", "jag vill ha inga fler sms", "stoppa sms",
    ],
    Command.START: ["START", "start", "Starta igen", "unstop", "start igen"],
    Command.HELP: ["HJÄLP", "hjälp", "hjalp", "HELP", "Hjälp?", "info", "hjälp mig"],
    Command.WRONG_NUMBER: [
        "fel nummer", "Fel nummer!", "ni har fel nummer", "du har fel nr", "Wrong number", "det här är fel person",
        "you have the wrong number", "felnummer",
    ],
    Command.YES: [
        "JA", "ja", "Ja!", "japp", "jo", "yes", "Ja tack", "det stämmer", "ja det stämmer", "j", "stämmer bra",
    ],
    Command.NO: ["NEJ", "nej", "Nej.", "nä", "no", "nej tack", "stämmer inte", "nej det stämmer inte", "n"],
}  # fmt: skip

NOT_COMMANDS = [
    "", " ", "hej", "142/86", "hjälp jag får ingen luft", "hjälp mig jag vill dö", "stopp i näsan", "nej 72 inte 27",
    "ja jag tog min medicin", "stoppa inte", "start på dagen var bra", "ja men nej", "jag har slutat", "nu slutar jag",
    "ok", "jaha", "fel, det ska vara 132/84", "jag tog fel nummer på tabletterna", "?", "!!!", "stopp " * 50,
]  # fmt: skip


@pytest.mark.parametrize(("command", "text"), [(command, text) for command, texts in READ.items() for text in texts])
def test_a_command_is_read(command: Command, text: str) -> None:
    assert read_command(text) is command


@pytest.mark.parametrize("text", NOT_COMMANDS)
def test_other_text_is_no_command(text: str) -> None:
    assert read_command(text) is None


@given(st.text(max_size=100))
def test_any_text_can_be_read(text: str) -> None:
    assert read_command(text) in (None, *Command)
