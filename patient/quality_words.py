"""How well a value was measured, in the patient's words: a mild word and one tip, never blame."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from monitoring.grading import ends_of
from monitoring.models import Report
from monitoring.reading_quality import Grade, Lack, prefers_zero, unpack_how
from monitoring.series import Series

LEAST_GRADED = 3


@dataclass(frozen=True)
class Quality:
    """A tag with its tone and, when something would make the next value surer, one tip."""

    word: str
    tone: str
    tip: str


def quality_of(report: Report) -> Quality | None:
    """Return what the patient is told of how it was measured; None when nobody knows."""
    words = {
        Grade.WELL: (_("Bra mätt"), "leaf"), Grade.FAIR: (_("Ganska säkert värde"), "sky"),
        Grade.WEAK: (_("Lite osäkert värde"), "sky"),
    }  # fmt: skip
    found = words.get(Grade(report.grade))
    if found is None:
        return None
    return Quality(str(found[0]), found[1], _tip(report))


def quality_lines(reports: Sequence[Report]) -> list[str]:
    """Return what a period shows of how it was measured: a count, and a tip to who rounds; empty when little is known.

    :param reports: of one series, which count.
    """
    graded = [one for one in reports if one.grade]
    lines, well = [], sum(one.grade == Grade.WELL for one in graded)
    if well and len(graded) >= LEAST_GRADED:
        lines.append(str(_("%(well)s av %(all)s mätningar är bra mätta.", well=well, all=len(graded))))
    if prefers_zero(ends_of(reports)):
        lines.append(str(_("Skriv gärna talen precis som mätaren visar dem, utan att avrunda.")))
    return lines


def _tip(report: Report) -> str:
    """Return the tip of the most telling lack."""
    if not report.lacks:
        return ""
    lack = Lack(report.lacks[0])
    if lack is Lack.AS_SAID:
        return _as_said(Series(report.kind))
    if lack is Lack.POSTURE:
        return _posture_tip(report)
    return str({
        Lack.SHORT_REST: _("Vila hela 5 minuter nästa gång. Då blir värdet säkrare."),
        Lack.ONE_READING: _("Mät gärna två gånger nästa gång, med en minut emellan."),
        Lack.FEW_BLOWS: _("Blås gärna tre gånger. Den högsta räknas."),
        Lack.NO_PAUSE: _("Vänta gärna en minut mellan mätningarna nästa gång."),
        Lack.FAR_APART: _("Det skilde mer än 10 mellan dina mätningar. Vila gärna lite längre nästa gång."),
        Lack.ROUNDED: _("Skriv talen precis som mätaren visar dem, utan att avrunda."),
        Lack.OFF_HOURS: _("Mät gärna vid ungefär samma tid varje gång."),
        Lack.REST_UNKNOWN: _("Nästa gång kan klockan här räkna vilan åt dig."),
    }[lack])


def _as_said(series: Series) -> str:
    return str({
        Series.WEIGHT: _("Väg dig gärna som du brukar nästa gång: samma våg och lika lite kläder."),
        Series.GLUCOSE: _("Tvätta händerna först nästa gång. Socker på fingret ger fel värde."),
    }.get(series, _("Vila i 5 minuter och värm handen nästa gång.")))


def _posture_tip(report: Report) -> str:
    how = unpack_how(report.measured)
    ticked = how.ticks if how is not None else ()
    tips = {
        "calm": _("Vänta gärna en halvtimme efter kaffe, nikotin och träning nästa gång."),
        "bladder": _("Gå gärna på toaletten först nästa gång. En full blåsa höjer trycket."),
        "back": _("Sitt gärna med stöd för ryggen nästa gång."),
        "feet": _("Ha gärna båda fötterna i golvet nästa gång, utan att korsa benen."),
        "cuff": _("Lägg gärna armen på bordet nästa gång, så att manschetten är i höjd med hjärtat."),
        "quiet": _("Sitt gärna tyst nästa gång. Prat höjer trycket."),
    }  # fmt: skip
    return str(next((tip for name, tip in tips.items() if name not in ticked), ""))


def posture_words(series: Series) -> list[tuple[str, str]]:
    """Return the list before the rest: a word that is kept, and its sentence."""
    if series is Series.PRESSURE:
        return [
            ("calm", _("Inget kaffe, ingen nikotin och ingen träning den senaste halvtimmen")),
            ("bladder", _("Jag har varit på toaletten")),
            ("back", _("Jag sitter med stöd för ryggen")),
            ("feet", _("Fötterna står i golvet och benen är inte i kors")),
            ("cuff", _("Manschetten sitter på bar arm, i höjd med hjärtat")),
            ("quiet", _("Det är lugnt, och jag sitter tyst")),
        ]
    if series is Series.SPO2:
        return [
            ("warm", _("Handen är varm")), ("nails", _("Inget nagellack och ingen lösnagel på fingret")),
            ("still", _("Handen ligger stilla i höjd med hjärtat")),
        ]  # fmt: skip
    return []


def one_question(series: Series) -> tuple[str, str]:
    """Return the question about how a value of a series was measured, and its hint; ("", "") without one."""
    return {
        Series.WEIGHT: (str(_("Vägde du dig som du brukar?")),
                        str(_("Samma våg, lika lite kläder, efter toaletten och före frukosten."))),
        Series.GLUCOSE: (str(_("Tvättade du händerna först?")), ""),
        Series.SPO2: (str(_("Vilade du först, med varm hand?")), str(_("Fem minuter, utan nagellack på fingret."))),
    }.get(series, ("", ""))
