"""Says in words what the shaded field of a curve is: the patient's own zone."""

from flask_babel import gettext as _

from core.language import write_number
from core.web_language import chosen_language
from monitoring.series import CHECKS, Series
from monitoring.series_summary import Ends
from monitoring.value_texts import unit_text


def zone_words(series: Series, zone: Ends | None) -> str:
    """Return what the shaded field is, in words; "" where a series has none."""
    if zone is None or series in CHECKS:
        return ""
    language = chosen_language()
    low, high = (write_number(language, end.normalize() if end is not None else None) for end in zone)
    unit = unit_text(series, language)
    if zone[0] is None:
        return str(_("Det gröna fältet är din zon: högst %(high)s %(unit)s.", high=high, unit=unit))
    if zone[1] is None or (series is Series.SPO2 and zone[1] == 100):
        return str(_("Det gröna fältet är din zon: minst %(low)s %(unit)s.", low=low, unit=unit))
    return str(_("Det gröna fältet är din zon: %(low)s till %(high)s %(unit)s.", low=low, high=high, unit=unit))
