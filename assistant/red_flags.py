"""Finds what must be answered with 112 or the same day in anything a patient writes (assistant.md 3, S1).

Deterministic and without network. It is an aid: a text without a flag is still read by a human, and a
flag is never closed here. Every change of a wording is a safety change and needs the tests beside it.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.alarm_frames import find_frames
from assistant.alarm_net import Learned, weigh_alarm
from assistant.alarm_words import AlarmWords
from assistant.cue_repair import repair_cues
from assistant.cues import Cue, FlagKind, FlagLevel
from assistant.cues_body import CUES_BODY
from assistant.cues_harm import CUES_HARM
from assistant.cues_mind import CUES_MIND
from assistant.cues_plans import CUES_PLANS
from assistant.cues_signs import CUES_SIGNS
from assistant.glucose_flags import find_glucose_flag
from assistant.joined_words import part_and_join
from assistant.normalise import LONGEST_READ, normalise_numbers
from assistant.number_phrases import replace_all_number_words
from assistant.spelling import repair_spelling
from assistant.spoken import write_out
from assistant.suppressions import Suppression, find_suppression, goes_to_inbox, has_idiom
from assistant.understanding import WORDS_OF_VALUES
from assistant.word_repair import repair_words

LEARNED = "learned"
"""The wording of a flag that no rule raised but our own wordings of alarms taught."""
SURE_ALL_THE_SAME = 0.8
"""How sure the learned weights must be where a rule has set an alarm's words aside (docs/clinical-notes.md)."""
CUES: tuple[Cue, ...] = CUES_MIND + CUES_BODY + CUES_PLANS + CUES_SIGNS + CUES_HARM
_ALARM_WORDS = AlarmWords(CUES)
_ORDER = {FlagLevel.EMERGENCY: 0, FlagLevel.SAME_DAY: 1}
_KIND_ORDER = {
    kind: place
    for place, kind in enumerate(
        (
            FlagKind.SUICIDE,
            FlagKind.HYPOGLYCAEMIA,
            FlagKind.OVERDOSE,
            FlagKind.CHEST_PAIN,
            FlagKind.HYPERGLYCAEMIA,
            FlagKind.STROKE,
            FlagKind.COLLAPSE,
            FlagKind.DYSPNOEA,
            FlagKind.VIOLENCE,
            FlagKind.SELF_HARM,
        )
    )
}
_SENTENCE_END = re.compile(r"(?<=[^0-9])[.!?;\n]+|(?<=[0-9])[!?;\n]+|(?<=[0-9])\.(?![0-9])")
_LOOSE = re.compile(r"[^\w\s'/.,:-]+|(?<!\d)\.|\.(?!\d)|(?<!\w)-|-(?!\w)")
_COMMA = re.compile(r"\s*,\s*")
_WORRY = re.compile(
    r"(?<!\w)(?:dör jag(?: nu)?|kommer jag (?:att )?dö|håller jag på att dö|am i (?:going to die|"
    r"dying))(?!\w)"
)
_WORD = re.compile(r"[a-zåäöé]{2,}")


@dataclass(frozen=True)
class RedFlag:
    """One alarm found.

    :ivar wording: the words that raised it, after repair of spelling; for staff and for tests.
    """

    kind: FlagKind
    level: FlagLevel
    wording: str


@dataclass(frozen=True)
class NearMiss:
    """An alarm wording that was not taken as an alarm, and why."""

    kind: FlagKind
    why: Suppression
    wording: str


@dataclass(frozen=True)
class FlagReading:
    """Everything found in a text: flags with the most urgent first, and what was set aside.

    :ivar asks_if_dying: "dör jag?" without another flag; answered by asking how the person is.
    :ivar may_be: what a text without a flag may be all the same, by what was learned; people must read it.
    """

    flags: tuple[RedFlag, ...]
    near_misses: tuple[NearMiss, ...]
    asks_if_dying: bool
    may_be: FlagKind | None = None

    @property
    def first(self) -> RedFlag | None:
        """The flag that decides the first answer."""
        return self.flags[0] if self.flags else None

    @property
    def needs_reading(self) -> bool:
        """Answer whether staff must see the text even though no flag was raised."""
        set_aside = any(goes_to_inbox(near.kind) for near in self.near_misses)
        return self.asks_if_dying or self.may_be is not None or set_aside


def find_red_flag(text: str) -> RedFlag | None:
    """Return the most urgent red flag of a text, or None. Never raises."""
    return read_red_flags(text).first


def read_red_flags(text: str) -> FlagReading:
    """Read a whole text for red flags, sentence by sentence and over neighbouring sentences."""
    flags: dict[tuple[FlagKind, FlagLevel], RedFlag] = {}
    near: dict[FlagKind, NearMiss] = {}
    worried = False
    for piece in _pieces(text):
        clean = _written_out(piece)
        worried = worried or _WORRY.search(clean) is not None
        for flag in _flags_of_piece(clean, near) or _flags_when_misspelt(clean, near):
            flags.setdefault((flag.kind, flag.level), flag)
    is_set_aside = bool(near) or has_idiom(_written_out(text[:LONGEST_READ]))
    told = flags or worried or _holds_only_values(text)
    learned = None if told else max(map(_weigh, _pieces(text)), key=lambda one: one.score)
    if learned is not None and learned.is_sure and (not is_set_aside or learned.score > SURE_ALL_THE_SAME):
        flags[learned.kind, learned.level] = RedFlag(learned.kind, learned.level, LEARNED)
    found = sorted(flags.values(), key=lambda flag: (_ORDER[flag.level], _KIND_ORDER[flag.kind]))
    may_be = learned.kind if learned is not None and learned.is_worried and not found else None
    return FlagReading(tuple(found), tuple(near.values()), worried and not found, may_be)


def _holds_only_values(text: str) -> bool:
    """Tell whether a text is numbers and their cues alone: those are judged by their own rules, not by likeness."""
    words = _WORD.findall(repair_cues(part_and_join(normalise_numbers(text[:LONGEST_READ]))))
    return all(word in WORDS_OF_VALUES for word in words)


def _weigh(piece: str) -> Learned:
    return weigh_alarm(repair_alarm(piece))


def _flags_when_misspelt(clean: str, near: dict[FlagKind, NearMiss]) -> list[RedFlag]:
    """Read a piece once more with numbers as digits, and unknown words near an alarm's words taken as those."""
    repaired = _repaired(clean)
    return _flags_of_piece(repaired, near) if repaired != clean else []


def repair_alarm(text: str) -> str:
    """Return a text as the learned alarms read it: normalised, spelling repaired and numbers as digits."""
    return _repaired(_written_out(text))


def _written_out(text: str) -> str:
    return repair_spelling(write_out(normalise_numbers(text)))


def _repaired(clean: str) -> str:
    return repair_words(_ALARM_WORDS.repair(replace_all_number_words(clean)))


def _pieces(text: str) -> list[str]:
    """Cut a long text where a space is, with an overlap, so that no wording is cut in two."""
    if len(text) <= LONGEST_READ:
        return [text]
    step = LONGEST_READ - 200
    return [text[start : start + LONGEST_READ] for start in range(0, len(text), step)]


def _flags_of_piece(clean: str, near: dict[FlagKind, NearMiss]) -> list[RedFlag]:
    sentences = [_words_of(sentence) for sentence in _SENTENCE_END.split(clean)]
    sentences = [sentence for sentence in sentences if sentence]
    found = [flag for sentence in sentences for flag in _flags_of_sentence(sentence, near)]
    if not found:
        pairs = [f"{one} {two}" for one, two in pairwise(sentences)]
        found = [flag for pair in pairs for flag in _flags_of_sentence(pair, near)]
    found += _flags_of_frames(" . ".join(sentences), near, wide=True)
    glucose = find_glucose_flag(replace_all_number_words(" ".join(sentences)))
    return [RedFlag(*glucose), *found] if glucose else found


def _words_of(sentence: str) -> str:
    return " ".join(_COMMA.sub(" , ", _LOOSE.sub(" ", sentence)).split())


def _flags_of_sentence(sentence: str, near: dict[FlagKind, NearMiss]) -> list[RedFlag]:
    found = (_flag_of_cue(cue, sentence, near) for cue in CUES)
    told = [flag for flag in found if flag is not None]
    return told + _flags_of_frames(sentence, near)


def _flags_of_frames(text: str, near: dict[FlagKind, NearMiss], *, wide: bool = False) -> list[RedFlag]:
    flags = []
    for found in find_frames(text, wide=wide):
        starts = dict.fromkeys((found.start, found.head))
        why = next(filter(None, (find_suppression(found.cue, text, start, found.end) for start in starts)), None)
        wording = text[found.start : found.end]
        if why is None:
            flags.append(RedFlag(found.cue.kind, found.cue.level, wording))
        else:
            near.setdefault(found.cue.kind, NearMiss(found.cue.kind, why, wording))
    return flags


def _flag_of_cue(cue: Cue, sentence: str, near: dict[FlagKind, NearMiss]) -> RedFlag | None:
    """A wording set aside may hide the same one a few words on, so the search goes on just after its start."""
    match = cue.pattern.search(sentence)
    while match is not None:
        why = find_suppression(cue, sentence, *match.span())
        if why is None:
            return RedFlag(cue.kind, cue.level, match[0])
        near.setdefault(cue.kind, NearMiss(cue.kind, why, match[0]))
        match = cue.pattern.search(sentence, match.start() + 1)
    return None
