"""Text, borders and signs can be told from what they lie on, in both themes (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "core/static/css/tokens.css").read_text()
SURFACES = ("paper", "surface", "raised", "sunken")
ON_EVERY_SURFACE = {
    "ink": 7.0, "ink-2": 7.0, "ink-3": 4.5, "link": 7.0, "line-strong": 3.0, "action": 3.0, "lingon": 4.5, "focus": 3.0,
}
TONES = ("lingon", "sun", "leaf", "sky")
PAIRS = [(name, surface, need) for name, need in ON_EVERY_SURFACE.items() for surface in SURFACES]
PAIRS += [(f"{tone}-ink", f"{tone}-tint", 7.0) for tone in TONES]
PAIRS += [(f"{tone}-line", f"{tone}-tint", 3.0) for tone in TONES]
PAIRS += [(f"on-{tone}", tone, 4.5) for tone in TONES]
PAIRS += [
    ("on-action", "action", 7.0), ("on-action", "action-hover", 7.0), ("on-alarm", "alarm", 7.0),
    ("on-alarm", "alarm-hover", 7.0), ("on-apricot", "apricot", 7.0), ("apricot-ink", "apricot-tint", 7.0),
    ("on-tint", "tint", 7.0), ("on-tint", "tint-2", 7.0), ("ink", "tint", 7.0), ("ink-2", "tint", 7.0),
    ("link", "tint", 7.0), ("leaf", "surface", 4.5), ("sky", "surface", 4.5),
]


def colours(selector: str) -> dict[str, str]:
    found = re.search(selector + r"\s*\{([^}]*)\}", CSS)
    assert found
    return dict(re.findall(r"--c-([\w-]+):\s*(#[0-9A-Fa-f]{6})", found[1]))


LIGHT = colours(":root")
THEMES = {"light": LIGHT, "dark": LIGHT | colours(r':root\[data-theme="dark"\]')}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_has_the_contrast_it_needs(theme: str) -> None:
    shades = THEMES[theme]
    found = [(a, b, need, contrast(shades[a], shades[b])) for a, b, need in PAIRS]
    weak = [(a, b, round(ratio, 2)) for a, b, need, ratio in found if ratio < need]
    assert weak == []
