"""Measuring with the coach: posture, five minutes of rest, a measurement, a minute's pause, another one."""

from datetime import datetime, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for

from core import web
from core.errors import NotFoundError
from core.web_forms import once
from core.web_language import chosen_language
from monitoring.models import MeasuringSitting, Report
from monitoring.occasions import Measure, get_own_report, list_recent
from monitoring.reports import report_pressure
from monitoring.series import FACTS, Series, find_series
from monitoring.sittings import (
    COACHED,
    PAUSE,
    Step,
    begin_sitting,
    first_of,
    goes_at_once,
    how_of,
    keep_first,
    rest_after,
    rest_of,
    step_of,
    waits_until,
)
from patient.guard import pages, viewer
from patient.measuring_words import closed_answer, how_to_measure
from patient.new_value import render_first
from patient.quality_words import posture_words
from patient.value_form import PARTS, Typed, read_measure, read_time
from programs.illustrations import draw_illustration
from programs.measuring import Measuring, find_sitting

EMPTY = dict.fromkeys(PARTS, "")
NUMBERS = {Step.PREPARE: 1, Step.REST: 2, Step.FIRST: 3, Step.PAUSE: 4, Step.SECOND: 5}
ASKED_FOR = {"first": {Step.PAUSE: Step.FIRST, Step.SECOND: Step.FIRST}, "second": {Step.PAUSE: Step.SECOND}}
"""Where a patient may go by himself: back to the first measurement, and on without the rest of the pause."""


class Coaching:
    """One patient's sitting of a series, at this instant."""

    def __init__(self, kind: str) -> None:
        series = find_series(kind)
        found = find_sitting(web.session(), viewer().id, kind) if series in COACHED else None
        if series is None or found is None:
            raise NotFoundError
        self.series: Series = series
        self.measuring: Measuring = found[0]
        self.sitting: MeasuringSitting | None = found[1]
        self.step = step_of(self.sitting, web.now())

    @property
    def address(self) -> str:
        """The address of the coach's page."""
        return url_for("patient.measure", kind=self.series.value)

    def current(self) -> MeasuringSitting:
        """Return the sitting; raises NotFoundError when none is under way."""
        if self.sitting is None:
            raise NotFoundError
        return self.sitting


@pages.route("/values/measure/<kind>", methods=["GET", "POST"])
@once
def measure(kind: str) -> Any:
    """Show the step that the sitting has come to, or take it one further; an old form leads to where it is now."""
    coaching = Coaching(kind)
    closed = closed_answer(coaching.measuring)
    if closed:
        return closed
    if request.method == "GET":
        return _page(coaching)
    act = ACTS.get(request.form.get("do", ""))
    if act is None or (coaching.series is not Series.PRESSURE and act not in (_begin, _go_on)):
        raise NotFoundError
    return act(coaching)


def _begin(coaching: Coaching) -> Any:
    do = request.form["do"]
    begin_sitting(
        web.session(), viewer().id, coaching.series, web.now(), ticks=request.form.getlist("posture"),
        knows=do == "knows", said_rested=do == "rested", rest=rest_after(_again(coaching)),
    )
    return redirect(coaching.address)


def _again(coaching: Coaching) -> Report | None:
    """Return the patient's own report that is measured again; None for a first measurement."""
    asked = request.values.get("again", "")
    if not asked:
        return None
    report = get_own_report(web.session(), viewer().id, asked[:22])
    return report if report.kind == coaching.series else None


def _go_on(coaching: Coaching) -> Any:
    """End the rest; the number of another series than pressure is typed where it always is."""
    if coaching.step is Step.REST:
        coaching.current().rest_until = web.now()
    if coaching.series is not Series.PRESSURE:
        return redirect(url_for("patient.new_series", kind=coaching.series.value, rested="yes"))
    return redirect(coaching.address)


def _take_first(coaching: Coaching) -> Any:
    """Keep the first measurement, or tell it at once when it may be dangerous."""
    typed, sitting = read_measure(request.form, 1, chosen_language()), coaching.sitting
    if sitting is None or sitting.rest_until is None or coaching.step is Step.LEFT:
        return _typed_directly(coaching, typed)
    if typed.measure is None:
        return _reading(coaching, typed), 422
    if coaching.step is Step.PREPARE:
        sitting.rest_from = sitting.first = sitting.first_at = None
    if goes_at_once(typed.measure):
        return _store(coaching, [typed.measure])
    keep_first(sitting, typed.measure, _typed_at())
    return redirect(coaching.address)


def _typed_directly(coaching: Coaching, typed: Typed) -> Any:
    """Show what was typed on a page of a sitting that is over in the form without the coach; nothing is lost."""
    typed.number = 1
    return render_first(coaching.measuring, typed), 409


def _take_second(coaching: Coaching) -> Any:
    typed, sitting = read_measure(request.form, 2, chosen_language()), coaching.sitting
    first = first_of(sitting) if sitting is not None else None
    if first is None or coaching.step is Step.PREPARE:
        return _typed_directly(coaching, typed)
    if typed.measure is None:
        return _reading(coaching, typed), 422
    return _store(coaching, [first, typed.measure])


def _take_only_one(coaching: Coaching) -> Any:
    first = first_of(coaching.sitting) if coaching.sitting is not None else None
    return redirect(coaching.address) if first is None or coaching.step is Step.PREPARE else _store(coaching, [first])


def _drop(coaching: Coaching) -> Any:
    """Throw the draft away and begin from the list."""
    if coaching.sitting is not None:
        web.session().delete(coaching.sitting)
    return redirect(coaching.address)


ACTS = {
    "rest": _begin, "knows": _begin, "rested": _begin, "go": _go_on, "first": _take_first, "second": _take_second,
    "only_one": _take_only_one, "drop": _drop,
}


def _store(coaching: Coaching, measures: list[Measure]) -> Any:
    """Report what was measured; a first measurement alone keeps its own time."""
    session, now, sitting = web.session(), web.now(), coaching.current()
    is_pair, kept, typed_at = len(measures) > 1, first_of(sitting), _typed_at()
    taken_at = sitting.first_at if sitting.first_at and measures == [kept] else typed_at
    report: Report = report_pressure(
        session, patient=viewer().user, unit=coaching.measuring.unit, plan=coaching.measuring.plan, measures=measures,
        taken_at=taken_at, channel="web", irregular=request.form.get("irregular") == "yes", now=now,
        recent=list_recent(session, viewer().id, now), how=how_of(sitting, typed_at if is_pair else None),
    ).report
    return redirect(url_for("patient.value_feedback", report=report.public_id))


def _typed_at() -> datetime:
    """Return when a measurement was typed: now, or earlier when its page has waited for the net (hold.js)."""
    at = read_time(request.form, viewer().user.zone, web.now(), chosen_language())
    return web.now() if at.error else at.instant


def _page(coaching: Coaching) -> str:
    step = ASKED_FOR.get(request.args.get("step", ""), {}).get(coaching.step, coaching.step)
    if step in (Step.REST, Step.PAUSE):
        return _wait(coaching, step)
    if step is Step.LEFT:
        sitting = coaching.current()
        return render_template("patient/coach_left.html", coaching=coaching, first=first_of(sitting), sitting=sitting)
    if step is Step.PREPARE or coaching.series is not Series.PRESSURE:
        return _prepare(coaching)
    number = 1 if step is Step.FIRST else 2
    kept = first_of(coaching.current()) if number == 1 else None
    return _reading(coaching, Typed(number, _texts(kept) if kept else dict(EMPTY)))


def _prepare(coaching: Coaching) -> str:
    again = _again(coaching)
    drawing = draw_illustration("cuff_arm", chosen_language()) if coaching.series is Series.PRESSURE else ""
    return render_template(
        "patient/coach_prepare.html", coaching=coaching, facts=FACTS[coaching.series], number=1, drawing=drawing,
        posture=posture_words(coaching.series), how=how_to_measure(coaching.measuring),
        again=again.public_id if again else "", minutes=int(rest_after(again).total_seconds()) // 60,
    )


def _wait(coaching: Coaching, step: Step) -> str:
    """Show how long is left; the clock time is rounded up, so that nobody who reads a clock goes on too soon."""
    sitting = coaching.current()
    until = waits_until(sitting, step) or web.now()
    shown = until + timedelta(seconds=59)
    return render_template(
        "patient/coach_wait.html", coaching=coaching, step=step.value, number=NUMBERS[step], until=shown,
        left=max(0, round((until - web.now()).total_seconds())), first=first_of(sitting),
        total=int((rest_of(sitting) if step is Step.REST else PAUSE).total_seconds()),
    )


def _reading(coaching: Coaching, typed: Typed) -> str:
    step = Step.FIRST if typed.number == 1 else Step.SECOND
    return render_template(
        "patient/coach_reading.html", coaching=coaching, typed=typed, errors=typed.errors, number=NUMBERS[step],
        first=first_of(coaching.current()), form=request.form,
    )


def _texts(kept: Measure) -> dict[str, str]:
    return {"systolic": str(kept.systolic), "diastolic": str(kept.diastolic), "pulse": str(kept.pulse or "")}
