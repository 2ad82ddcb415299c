"""What a rehearsal finds wrong: pure functions over the program's files, the timeline and the SMS that left."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from core.language import _l
from messaging.sms_texts import has_health_word, segments
from programs.lint import EMPTY_TEXT, HARD, MISSING_TEXT, SAME_TEXT, Looked
from programs.loading import MODULE, NO_TEXT, PROGRAM, Loaded
from programs.problems import Problem
from programs.rating_calendar import askable
from programs.schema import Program, Step, StepKind
from ratings.records import SAFETY_INSTRUMENTS
from rehearsal.timeline import Character, Finding, FindingKind, RiskWay, SafetyDay, Sentence, SentText, Timeline
from rehearsal.ways import find_ways, steps_met

CLOSE = timedelta(hours=1)
MOST_SEGMENTS = 1
SAFETY_DAYS = 7
WEB_GATE = "access"

DEAD = _l("Ingen kan nå steget %(step)s: villkor, spår eller delar utesluter varandra. Ändra villkoret.")
UNMET = _l("Ingen i övningen kom till steget %(step)s. Se efter vad som stoppar före.")
TOO_CLOSE = _l("Två sms inom en timme: \"%(first)s\" och \"%(second)s\". Flytta det ena.")
TOO_LONG = _l("Sms:et tar %(count)s delar: \"%(body)s\". Korta det till en.")
HEALTH_WORD = _l("Sms:et säger något om hälsa: \"%(body)s\". Skriv så att ingen annan förstår.")
AFTER_END = _l("Ett sms kom efter att behandlingen avslutats %(day)s: \"%(body)s\".")
ASKS_TO_LOG_IN = _l("Den som bara har sms ombeds att logga in: \"%(body)s\".")
NEEDS_WEB = _l("%(series)s går inte att skicka med sms. Fråga vid inskrivningen om patienten kan logga in (access).")
NEEDS_WEB_KBT = _l("Programmet behöver webben men säger det inte. Lägg till frågan access under gate, med en note.")
NO_RISK = _l("Svaret %(answer)s larmar ingen. Ett risksvar ska alltid nå någon.")
NO_CARD = _l("Svaret %(answer)s visar inte hjälpkortet.")
NO_ITEM = _l("Svaret %(answer)s kommer inte överst i arbetslistan.")
NO_BLOCK = _l("Svaret %(answer)s spärrar inte nästa modul.")
NO_WAY_ON = _l("Svaret %(answer)s går inte att bedöma och komma vidare från.")
NO_QUESTION = _l("Det har gått %(days)s dagar utan en trygghetsfråga, och ingen visas.")
NO_SAFETY_STEP = _l("Modulen har ingen trygghetsfråga. Lägg till phq9 eller vk5 i ett skattningssteg som alla möter.")
UNFINISHED = _l("Den som gör allt i tid kommer inte till slutet. Se efter vad som stoppar.")
BROKEN = _l("Något gick sönder: %(what)s")
LINT_KINDS = {
    HARD: FindingKind.HARD_TEXT, MISSING_TEXT: FindingKind.MISSING_LANGUAGE, EMPTY_TEXT: FindingKind.MISSING_LANGUAGE,
    SAME_TEXT: FindingKind.MISSING_LANGUAGE, NO_TEXT: FindingKind.MISSING_LANGUAGE,
}
RISK_CHECKS: tuple[tuple[str, Callable[[RiskWay], bool]], ...] = (
    (NO_RISK, lambda way: bool(way.reason)),
    (NO_CARD, lambda way: way.has_card or not way.needs_card),
    (NO_ITEM, lambda way: way.has_item),
    (NO_BLOCK, lambda way: way.has_block or not way.needs_block),
    (NO_WAY_ON, lambda way: way.is_signed and way.goes_on),
)


def find_in_files(looked: Looked, timeline: Timeline | None) -> Iterator[Finding]:
    """Yield what the files alone show: language, reading level, references, and steps that nobody can meet."""
    for problem in looked.problems:
        yield _of_problem(problem)
    if looked.program is not None:
        yield from find_dead_steps(looked.loaded, timeline)
        yield from find_safety_gaps(looked.loaded)
        yield from find_unsaid_web(looked.program)


def _of_problem(problem: Problem) -> Finding:
    kind = LINT_KINDS.get(problem.text, FindingKind.LINT)
    place = f"{problem.place}:{problem.row}" if problem.row else problem.place
    return Finding(kind, place, problem.text, problem.places, problem.place, problem.row)


def find_dead_steps(loaded: Loaded, timeline: Timeline | None) -> Iterator[Finding]:
    """Yield the steps that no choice and no answer can bring, and those that nobody came to in the run.

    :param timeline: None when nothing was run.
    """
    program = _program(loaded)
    ways, dead = find_ways(program)
    for number, step_id in dead:
        yield _at_step(loaded, number, step_id, FindingKind.UNREACHABLE_STEP, DEAD)
    if timeline is None or not any(one.finishes for one in timeline.characters):
        return
    reachable = {place for way in ways for place in steps_met(program, way)}
    for number, step_id in sorted(reachable - timeline.met):
        yield _at_step(loaded, number, step_id, FindingKind.UNREACHABLE_STEP, UNMET)


def _program(loaded: Loaded) -> Program:
    if loaded.program is None:
        raise LookupError("the program cannot be read")
    return loaded.program


def _at_step(loaded: Loaded, number: int, step_id: str, kind: FindingKind, sentence: str) -> Finding:
    file = _file(loaded, number)
    return Finding(kind, file, sentence, {"step": step_id}, file)


def _file(loaded: Loaded, number: int) -> str:
    return f"{loaded.folders[number]}/{MODULE}" if number in loaded.folders else PROGRAM


def find_safety_gaps(loaded: Loaded) -> Iterator[Finding]:
    """Yield the modules of a KBT program without a safety question that everybody meets (programs.md A5)."""
    program = _program(loaded)
    for module in program.modules if program.kind == "kbt" else ():
        if not any(_asks_safety(step) for step in module.steps):
            file = _file(loaded, module.number)
            yield Finding(FindingKind.WEEK_WITHOUT_SAFETY, file, NO_SAFETY_STEP, {}, file)


def _asks_safety(step: Step) -> bool:
    asked = set(askable(step.instruments)) if step.kind is StepKind.RATING else set()
    return step.is_for_all and not asked.isdisjoint(SAFETY_INSTRUMENTS)


def find_unsaid_web(program: Program) -> Iterator[Finding]:
    """Yield a program whose steps all need the web but that does not ask for it at enrolment."""
    if program.kind == "kbt" and not any(one.id == WEB_GATE and one.note for one in program.gate):
        yield Finding(FindingKind.NEEDS_WEB, PROGRAM, NEEDS_WEB_KBT, {}, PROGRAM)


def find_in_timeline(loaded: Loaded, timeline: Timeline) -> Iterator[Finding]:
    """Yield what the run shows: SMS, ends, risks, safety questions, and what broke."""
    program = _program(loaded)
    yield from find_close_sms(timeline.texts)
    yield from find_long_sms(timeline.texts)
    yield from find_telling_sms(timeline.texts)
    yield from find_late_sms(timeline.texts, timeline.characters)
    yield from find_useless_sms(timeline.texts, timeline.characters)
    yield from find_unsent_series(program, timeline.unsent)
    yield from find_dead_risks(timeline.risks)
    yield from find_silent_weeks(timeline.safety)
    yield from find_unfinished(timeline.characters)
    for place, what in timeline.faults:
        file = place if place.endswith(".yaml") else ""
        yield Finding(FindingKind.BROKEN, place, BROKEN, {"what": what}, file)


def find_close_sms(texts: Iterable[SentText]) -> Iterator[Finding]:
    """Yield pairs of SMS that reached one person within an hour; what the person waits for does not count."""
    last: dict[str, SentText] = {}
    for text in sorted(texts, key=lambda one: one.at):
        before = last.get(text.patient)
        if text.is_awaited:
            continue
        if before is not None and text.at - before.at < CLOSE:
            yield _of_text(FindingKind.SMS_TOO_CLOSE, text, TOO_CLOSE, first=before.body, second=text.body)
        last[text.patient] = text


def _of_text(kind: FindingKind, text: SentText, sentence: str, **places: object) -> Finding:
    return Finding(kind, f"{text.patient} {text.day}", sentence, places)


def _each_once(texts: Iterable[SentText]) -> Iterable[SentText]:
    return {text.body: text for text in reversed(list(texts))}.values()


def find_long_sms(texts: Iterable[SentText]) -> Iterator[Finding]:
    """Yield SMS of more than one segment (3GPP TS 23.038)."""
    for text in _each_once(texts):
        if segments(text.body) > MOST_SEGMENTS:
            yield _of_text(FindingKind.SMS_TOO_LONG, text, TOO_LONG, count=segments(text.body), body=text.body)


def find_telling_sms(texts: Iterable[SentText]) -> Iterator[Finding]:
    """Yield SMS with a word that tells about health (reliability.md A17)."""
    for text in _each_once(texts):
        if has_health_word(text.body):
            yield _of_text(FindingKind.SMS_HEALTH_WORD, text, HEALTH_WORD, body=text.body)


def find_late_sms(texts: Iterable[SentText], characters: Iterable[Character]) -> Iterator[Finding]:
    """Yield SMS that came after the end; a letter to oneself may, and what the person waits for."""
    ended = {one.key: one.ended_on for one in characters}
    for text in texts:
        day = ended.get(text.patient)
        if day is not None and text.day > day and not text.is_awaited and not text.reason.startswith("notice:letter:"):
            yield _of_text(FindingKind.SMS_AFTER_END, text, AFTER_END, day=day, body=text.body)


def find_useless_sms(texts: Iterable[SentText], characters: Iterable[Character]) -> Iterator[Finding]:
    """Yield SMS that ask a person with a button phone to sign in."""
    by_sms = {one.key for one in characters if not one.by_web}
    for text in _each_once(one for one in texts if one.patient in by_sms):
        if any(word in text.body.casefold() for word in ("logga in", "log in", "sign in")):
            yield _of_text(FindingKind.SMS_ASKS_TO_LOG_IN, text, ASKS_TO_LOG_IN, body=text.body)


def find_unsent_series(program: Program, unsent: Iterable[str]) -> Iterator[Finding]:
    """Yield what cannot be reported by SMS in a program that does not say that it needs the web."""
    says = any(one.id == WEB_GATE and one.note for one in program.gate)
    for series in () if says else unsent:
        yield Finding(FindingKind.NEEDS_WEB, PROGRAM, NEEDS_WEB, {"series": series}, PROGRAM)


def find_dead_risks(risks: Iterable[RiskWay]) -> Iterator[Finding]:
    """Yield the risk answers that lack card, item, block or a signed way on (instruments.md 4.1)."""
    for way in risks:
        for sentence, holds in RISK_CHECKS:
            if not holds(way):
                yield Finding(FindingKind.RISK_WITHOUT_EXIT, way.place, sentence, {"answer": way.answer}, way.place)
                break


def find_silent_weeks(safety: Iterable[SafetyDay]) -> Iterator[Finding]:
    """Yield the first day of each patient when a safety question was a week old and none was shown (A5)."""
    told: set[str] = set()
    for one in safety:
        if one.days >= SAFETY_DAYS and not one.is_offered and one.patient not in told:
            told.add(one.patient)
            place = f"{one.patient} {one.day}"
            yield Finding(FindingKind.WEEK_WITHOUT_SAFETY, place, NO_QUESTION, {"days": one.days})


def find_unfinished(characters: Iterable[Character]) -> Iterator[Finding]:
    """Yield those who did everything in time and still did not come to the end."""
    for one in characters:
        if one.finishes and not one.has_finished:
            yield Finding(FindingKind.NEVER_FINISHED, one.key, UNFINISHED, {"name": Sentence(one.name)})
