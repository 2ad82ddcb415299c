"""Understands a message in the order of clinical/assistant.md 1: alarms, commands, answers, values, wishes."""

import re
from dataclasses import replace
from decimal import Decimal

from assistant.alarm_reading import (
    LEVELS,
    intent_of,
    intent_of_near_miss,
    is_only_a_high_meter,
)
from assistant.asked_topics import with_topic_of_numbers
from assistant.blotting import Page
from assistant.clauses import is_only_asked
from assistant.commands import Command, read_command
from assistant.cue_repair import repair_cues
from assistant.cues import FlagLevel
from assistant.everyday_words import say_in_known_words, say_numbers_plainly
from assistant.intents import Escalation, Intent
from assistant.joined_words import part_and_join
from assistant.language_of import language_of
from assistant.normalise import LONGEST_READ, normalise, normalise_numbers
from assistant.number_phrases import replace_all_number_words
from assistant.pending import read_pending
from assistant.rare_numbers import forget_taken_back
from assistant.read_values import read_all_numbers, read_values
from assistant.read_wishes import find_correction, read_language, read_reminder
from assistant.red_flags import FlagReading, read_red_flags
from assistant.scoring import LEAST, Guess, find_intents
from assistant.suppressions import is_about_others_then
from assistant.topics import find_topics, is_tie
from assistant.understanding import Situation, Understanding, Value, plain_escalation
from assistant.value_intents import intent_of_values, is_told, without_mentions
from assistant.values_in_alarms import ONLY_MENTIONED, is_told_with_alarm
from assistant.word_repair import repair_words
from assistant.worry import may_be_an_alarm

_QUESTION = re.compile(
    r"^(?:(?:hej|hi|hello|ok|okej|och|and|men|but|so|så|snälla|please|ursäkta)[\s,]+)*(?:vad|hur|när|varför|vilke\w*|"
    r"vilka|var|vem|kan|får|ska|måste|"
    r"bör|behöver|är det|är|finns|varifrån|skulle|what|how|when|why|which|where|who|can|could|may|should|do|does|is|"
    r"are|will|am|må)(?!\w)(?! inte(?:$| ta))"
    r"|\?\s*$|(?<!\w)(?:vad (?:gör|ska) jag|what do i do|hur gör (?:jag|man)|vad betyder det|is it the|"
    r"är det (?:tabletterna|medicinen)|vad ska jag göra)(?!\w)"
)
_AFFIRMED = re.compile(
    r"^(?:what i|vad jag|det jag) (?:just |nyss )?(?:typed|sent|wrote|entered|put|skrev|skickade)(?!\w)|"
    r"^ska(?:ll)? (?:vara|va|stå) [0-9]|^skulle (?!jag|man|vi|du|ni|det|den|de|någon|min|mitt|mina|\w+(?:en|et|"
    r"na)(?!\w))|"
    r"^(?:är|am|är det) (?:lite|mer|mycket|så|inte|a bit|jätte\w*|en|[0-9])|^är (?:andf|svull|trött)|^var (?:vaken|"
    r"uppe|ute|trött|lite|ganska|inte|hos|på|tvungen|mycket|feberfri|svullen|jätte\w*)(?!\w)|^får (?:inte|ej|knappt|"
    r"knappast) (?!jag|man|vi|du)|^(?:måste|behöver|får|kan inte)(?: (?:alltid|ofta|ju|nu|jämt))? (?:stanna|vila|"
    r"pausa|sitta|sätta|kämpa|hosta|pusta|ta det)(?!\w)|"
    r"^(?:can't|cannot|couldn't|can (?:hardly|barely|not)|don't|won't|should (?:be|have|of|read|say)|skulle (?:nog |"
    r"väl )?(?:sätta|säga|ge|gissa|tro|vilja säga)|får (?:nog )?(?:bli|säga))(?!\w)"
)
_COMPLAINS = re.compile(
    r"(?<!\w)(?:biverk\w*|yr|yrsel|illamå\w*|mår (?:illa|dåligt)|ont|värk\w*|\w*klåd\w*|kliar|utslag|trött\w*|"
    r"huvudvärk|dåligt|konstig\w*|diarr\w*|förstopp\w*|hosta\w*|muntorr\w*|dizzy|sick|nause\w*|rash|"
    r"itch\w*|headaches?|side effects?|pains?|ache\w*|tired|drowsy|upset|beror|because of|av (?:den|dem|medicin\w*)|"
    r"sover|kräk\w*|svull\w*|mådde|reager\w*|allerg\w*)(?!\w)"
)
_REMINDS = re.compile(r"(?<!\w)(?:påminn\w*|påminelse\w*|reminders?|remind)(?!\w)")
_BOOKED = re.compile(
    r"(?<!\w)(?:(?:läkar|besöks|prov|boknings|åter)?(?:tiden|besöket|besök|bokning\w*|bokad\w*|kallelse\w*|kontrollen)|"
    r"(?:boka|avboka|omboka|flytta|ändra) (?:om |av )?(?:tid|min tid|tiden|mötet|besöket)|appointments?|visit|booking)"
    r"(?!\w)(?! (?:för|på) (?:sms|notis\w*))"
)
"""A time at the clinic is no time for reminders."""
_COMPOUND = re.compile(
    r"(?<!\w)(?:morgon|morgonens |kvälls|kvällens |kväll|eftermiddags|lunch|start|bas|dags|kropps|hem|natt|"
    r"dagens )(?=vikt|puls|blodtryck|tryck|socker|blodsocker|temp|värde|pef|sat|feber|humör|mående|medicin|tablett|"
    r"syre|glukos|peak)")
_STRENGTH = re.compile(r"(?<!\w)(jätte|super|skit|väldans)(?=[a-zåäö]{4,})")
_COMMANDS = {Command.STOP: Intent.REMINDER_STOP, Command.HELP: Intent.CAPABILITIES}
_CERTAIN = 1.7
"""From this score on a topic is taken although a number is unclear."""
_SURE = 0.6
"""From this probability on a topic is surely asked about."""
_NEVER_ASKED = frozenset((Intent.GREETING, Intent.THANKS_BYE, Intent.OFF_TOPIC, Intent.CONTACT_CLINICIAN))
NOWHERE = Situation()
"""A message of which nothing is known but its words."""


def understand(text: str, situation: Situation = NOWHERE) -> Understanding:
    """Return what a message means. Pure, deterministic and without network; never raises for a text.

    A red flag never stops values from being read; it decides what is answered first.
    """
    spoken = normalise(text[:LONGEST_READ])
    language = language_of(spoken, situation.language)
    clean = clean_text(text[:LONGEST_READ])
    reading = read_red_flags(text)
    bare = Understanding(text, Intent.FALLBACK, Escalation.NONE, language, is_for_people=reading.needs_reading,
                         may_be=reading.may_be)
    read = (
        _alarm(bare, reading, spoken, clean)
        or _command(bare, spoken)
        or read_pending(bare, clean, situation)
        or _told_or_wanted(bare, reading, clean, situation)
    )
    return _never_calm(read, spoken)


def _never_calm(read: Understanding, spoken: str) -> Understanding:
    """Let somebody read a text with words of alarm that no cue knew, unless it only holds numbers."""
    worried = read.flag is None and may_be_an_alarm(spoken)
    if not worried or any(isinstance(value.value, Decimal) for value in read.values):
        return read
    return replace(read, is_for_people=True)


def clean_text(text: str) -> str:
    """Return a text with spelling repaired, numbers as digits, and "jättesvullen" and "morgonvikt" taken apart."""
    words = repair_words(repair_cues(part_and_join(say_in_known_words(normalise_numbers(text)))))
    digits = say_numbers_plainly(part_and_join(replace_all_number_words(words)))
    return _COMPOUND.sub("", _STRENGTH.sub(r"\1 ", digits))


def _alarm(bare: Understanding, reading: FlagReading, spoken: str, clean: str) -> Understanding | None:
    flag = reading.first
    if flag is None or is_only_a_high_meter(flag, clean):
        return None
    page = read_all_numbers(clean)
    told = tuple(one for one in page.values if is_told_with_alarm(one, clean))
    level = max((one.level for one in reading.flags), key=lambda one: one is FlagLevel.EMERGENCY)
    clarify = page.clarify if page.clarify.startswith("unit_") or page.clarify in ("swap", "impossible") else ""
    return replace(
        bare, intent=intent_of(flag), escalation=LEVELS[level], flag=flag.kind, values=told, is_for_people=True,
        wordings=tuple(one.wording for one in reading.flags), clarify=clarify,
    )  # fmt: skip


def _command(bare: Understanding, spoken: str) -> Understanding | None:
    intent = _COMMANDS.get(read_command(spoken) or Command.YES)
    return replace(bare, intent=intent, escalation=plain_escalation(intent)) if intent else None


def _told_or_wanted(
    bare: Understanding, reading: FlagReading, clean: str, situation: Situation
) -> Understanding:
    """Values unless the message asks something; then what it is about, and at last people."""
    guesses = find_intents(clean)
    asks = (_QUESTION.search(clean) is not None and _AFFIRMED.search(clean) is None) or is_only_asked(clean)
    page = read_values(clean, situation.asked, is_sure=asks and _is_surely_asked(clean, guesses))
    reported = () if page.is_offer else tuple(page.values)
    correction = find_correction(forget_taken_back(clean), reported, is_question=asks)
    if correction is not None:
        return _with(bare, Intent.CORRECT_VALUE, correction)
    told = without_mentions([one for one in reported if not (asks and one.kind in ONLY_MENTIONED)])
    if not _REMINDS.search(clean) and is_told(told, guesses, asks=asks, complains=_COMPLAINS.search(clean) is not None):
        noted = replace(_with(bare, intent_of_values(told), told), clarify=page.clarify)
        return _calmed(noted, reading)
    read = _asked_or_open(bare, reading, clean, page, guesses, asks=asks)
    return _with_offer(read, page) if page.is_offer else read


def _asked_or_open(
    bare: Understanding, reading: FlagReading, clean: str, page: Page, guesses: list[Guess], *, asks: bool
) -> Understanding:
    """Return what a message without a value of one's own is about, or that people must read it."""
    near = intent_of_near_miss(reading, clean)
    if near is not None and not (near is Intent.OFF_TOPIC and guesses and guesses[0].score >= 1):
        return _with(bare, near, ())
    if page.is_open and not page.values and not asks and not (guesses and guesses[0].score >= _CERTAIN):
        return replace(bare, clarify=page.clarify, is_for_people=True)
    topics = with_topic_of_numbers(find_topics(clean, guesses), page, clean)
    if topics and not (not _is_certain(guesses) and is_about_others_then(clean)):
        return _wanted(bare, topics, clean)
    if near is not None:
        return _with(bare, near, ())
    if reading.near_misses or is_about_others_then(clean):
        return replace(_with(bare, Intent.OFF_TOPIC, ()), is_for_people=True)
    return replace(bare, clarify="" if page.values else page.clarify, is_for_people=True)


def _with_offer(read: Understanding, page: Page) -> Understanding:
    """Ask whether a number of a question is one's own value; the question is answered as well."""
    values = tuple(page.values)
    if read.intent is Intent.FALLBACK:
        read = _with(read, intent_of_values(values), ())
    return replace(read, values=(*read.values, *values), clarify=page.clarify, between=())


def _is_surely_asked(clean: str, guesses: list[Guess]) -> bool:
    """Tell whether the learned topics are sure of something that is asked and never told."""
    topics = find_topics(clean, guesses)
    return bool(topics) and topics[0].score >= _SURE and topics[0].intent not in _NEVER_ASKED


def _with(bare: Understanding, intent: Intent, values: tuple[Value, ...]) -> Understanding:
    return replace(bare, intent=intent, escalation=plain_escalation(intent), values=values)


def _calmed(noted: Understanding, reading: FlagReading) -> Understanding:
    """A symptom that is over is told to people although its number is small (assistant.md 3, rule 2)."""
    over = any(near.why.value == "long_past" for near in reading.near_misses)
    if over and noted.escalation is Escalation.NONE:
        return replace(noted, escalation=Escalation.INBOX)
    return noted


def _is_certain(guesses: list[Guess]) -> bool:
    return bool(guesses) and guesses[0].score > LEAST


def _wanted(bare: Understanding, topics: list[Guess], clean: str) -> Understanding:
    first = topics[0]
    if first.intent is Intent.REMINDER_CHANGE and _BOOKED.search(clean) and not _REMINDS.search(clean):
        return _with(bare, Intent.ADMIN_REQUEST, ())
    between = (first.intent, topics[1].intent) if is_tie(topics) else ()
    values: tuple[Value, ...] = ()
    if first.intent is Intent.REMINDER_CHANGE:
        values = read_reminder(clean)
    elif first.intent is Intent.CHANGE_LANGUAGE:
        values = read_language(clean)
    return replace(_with(bare, first.intent, values), between=between)
