"""What made-up patients write in their exercises: believable words in a few voices."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from programs.fields import columns_of, limits_of
from programs.schema import FieldDef, FieldKind, Module, Step

WRITTEN = Path(__file__).with_name("written")
"""One file for each program: goals, talks, feedback, and answers by "module.step"; a day is counted from that day."""

WORDS: dict[str, tuple[str, ...]] = {
    "since": ("Sedan förra vintern.", "Till och från i tio år, värst det senaste.", "Sedan jag bytte jobb i mars."),
    "started": (
        "Det började när mamma blev sjuk. Jag låg och lyssnade efter telefonen, och sen satt det i.",
        "Jag vet inte riktigt. En period med mycket på jobbet, och sen kom sömnen aldrig tillbaka.",
        "Först svårt att somna. Nu vaknar jag klockan tre och ligger där till sex.",
    ),
    "what": ("Te utan koffein", "Gå och lägga mig tidigare", "En app med regnljud", "Sova i annat rum"),
    "fear": ("Att jag inte klarar jobbet", "Att jag blir sjuk", "Att jag snäser åt barnen"),
    "surprise": (
        "Natten till torsdag. Jag trodde att jag inte hade sovit alls, men det blev nästan fem timmar.",
        "Att lördagen var sämst fast jag fick sova länge.",
    ),
    "keeps": ("Att jag ligger kvar och försöker.", "Mobilen, och att jag kollar klockan hela tiden."),
    "different": ("Sjunga i kören igen.", "Orka leka med barnen efter middagen.", "Gå i skogen på söndagar."),
    "thing": ("Korsord vid köksbordet", "Sticka på halsduken", "Ljudbok jag redan har hört", "Vika tvätt"),
    "place": ("I fåtöljen i vardagsrummet.", "Vid köksbordet, med lilla lampan."),
    "prepare": ("Filt, korsord och glasögon.", "En kofta och en bok på soffan."),
    "alarm": ("Vanlig väckarklocka i köket, så att jag måste gå upp.", "Mobilen, på byrån vid dörren."),
    "helper": ("Hunden vill ut.", "Jag och min man har bestämt att dricka kaffe kvart i sju."),
    "hardest": (
        "Att gå upp efter tjugo minuter. Det är kallt och skönt i sängen.",
        "Samma tid på helgen. Lördagen gick, söndagen gick inte.",
    ),
    "night": (
        "I onsdags gick jag upp tjugo i ett och löste korsord. Efter en halvtimme föll ögonen ihop.",
        "Jag satte mig i soffan och blev bara arg först. Sen blev jag sömnig på riktigt.",
    ),
    "help": ("Gäller regeln också om jag känner mig lugn när jag ligger vaken?",),
    "worry": ("Att bli för trött på jobbet", "Att det inte fungerar för mig", "Att inte orka hålla mig vaken"),
    "plan": ("Börja på en fredag", "Be om lugnare uppgifter första veckan", "Promenad klockan nio på kvällen"),
    "traffic_plan": (
        "Jag tar bussen till jobbet de två första veckorna. Min man kör till träningen.",
        "Jag kör inte på morgonen och inte efter mörkrets inbrott. Blir jag dåsig stannar jag.",
    ),
    "supporter": ("Min syster.", "En kollega jag litar på."),
    "helps": ("Att ha något att göra mellan nio och halv tolv.", "Att veta att det bara är ett par veckor."),
    "hope": ("Att sova i ett sträck.", "Att sluta vara rädd för kvällen."),
    "doubt": ("Vad gör jag om jag måste upp tidigare en dag?",),
    "why": ("Jag sover tätare nu men är trött på eftermiddagen. Jag vill gärna behålla en vecka till.",),
    "tired_time": ("Runt klockan två.",),
    "activity": ("Promenad runt sjön", "Ringa Eva", "Rensa en låda"),
    "curve": ("Den går uppåt. Fyra nätter av sju var över 85.",),
    "situation": ("Klockan är tre och jag är klarvaken",),
    "thought": ("I morgon blir förstörd",),
    "evidence_for": ("Jag var trött sist",),
    "evidence_against": ("Jag klarade mötet ändå",),
    "answer": ("Det blir segt, men det brukar gå",),
    "prediction": ("Jag kommer att somna på mötet och säga fel saker.",),
    "outcome": ("Jag var trött men mötet gick bra. Ingen märkte något.",),
    "learned": ("Att en dålig natt inte bestämmer hela dagen.",),
}
NUMBERS = {"efficiency": 84, "clock_nights": 4, "worry_minutes": 20, "practice_minutes": 10}
LONG_WORDS = (
    "Det har varit en blandad vecka. Några nätter gick bra, andra var sega, men jag höll mig till planen.",
    "Jag märker att jag är mindre rädd för kvällen nu. Det är skönt.",
    "Det svåraste var söndagen. Jag pratade med min syster om det och då lättade det.",
)
SHORT_WORDS = ("Som vanligt ungefär", "En liten bit i taget", "Det får bli efter jobbet")


@cache
def _written(program: str) -> dict[str, Any]:
    path = WRITTEN / f"{program}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def says(program: str, what: str) -> Any:
    """Return what somebody in a program writes or is told, by its name in practice/written; None when there is none."""
    return _written(program).get(what)


def fill_step(random: Random, program: str, number: int, step: Step, today: date, voice: int = 0) -> dict[str, Any]:
    """Return answers to a step's fields: those that are written for it, or believable words.

    :param voice: whose; the same voice is heard through a whole program.
    """
    if step.kind.value == "quiz":
        return {question.id: random.random() < 0.8 for question in step.questions}
    voices = (says(program, "answers") or {}).get(f"{number}.{step.id}")
    if voices:
        own = voices[voice % len(voices)]
        return {field.id: _dated(field, own[field.id], today) for field in step.fields if field.id in own}
    return {field.id: _fill(random, field, today) for field in step.fields}


def _dated(field: FieldDef, said: Any, today: date) -> Any:
    """Return a written answer with its days counted from the day it is written on."""
    if field.kind is FieldKind.DATE:
        return (today + timedelta(days=said)).isoformat()
    if field.kind in (FieldKind.ROWS, FieldKind.PLAN):
        columns = {column.id: column for column in columns_of(field)}
        return [{name: _dated(columns[name], value, today) for name, value in row.items()} for row in said]
    return said


def _fill(random: Random, field: FieldDef, today: date) -> Any:
    if field.kind in (FieldKind.ROWS, FieldKind.PLAN):
        return [_row(random, field, today, number) for number in range(min(field.rows, random.randint(2, 4)))]
    return _one(random, field, today, 0)


def _row(random: Random, field: FieldDef, today: date, number: int) -> dict[str, Any]:
    return {column.id: _one(random, column, today, number) for column in columns_of(field)}


def _one(random: Random, field: FieldDef, today: date, number: int) -> Any:
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            pool = WORDS.get(field.id) or (LONG_WORDS if field.kind is FieldKind.LONG else SHORT_WORDS)
            return pool[(number + random.randrange(len(pool))) % len(pool)] if number == 0 else pool[number % len(pool)]
        case FieldKind.SCALE:
            return random.randint(3, 8)
        case FieldKind.NUMBER:
            low, high = limits_of(field)
            return int(min(high, max(low, NUMBERS.get(field.id, 15) + random.randint(-2, 2))))
        case FieldKind.DATE:
            return (today - timedelta(days=6 - number % 7)).isoformat()
        case FieldKind.TIME:
            return random.choice(("06:30", "18:30", "07:00"))
        case FieldKind.YESNO:
            return "no" if field.id in ("pauses", "legs", "driver", "dozing", "shift", "drowsy") else "yes"
        case FieldKind.CHOICE:
            return field.options[random.randrange(len(field.options))].id
    return [field.options[0].id] if field.options else []


def exercise_steps(module: Module) -> list[Step]:
    """Return the steps of a module that the patient writes in."""
    return [step for step in module.steps if step.fields or step.questions]
