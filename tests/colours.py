"""Colours as eyes see them: contrast, how far apart two are, and what colour-blind people see.

Contrast is WCAG's. Colour blindness is that of Machado, Oliveira and Fernandes, "A Physiologically-
based Model for Simulation of Color Vision Deficiency" (2009), at severity 1.0, on linear sRGB.
Differences are CIEDE2000, after Sharma, Wu and Dalal (2005), whose test data the tests hold.
"""

import math
import re
from typing import Final, Literal

Colour = tuple[float, float, float]  # linear sRGB, each from 0 to 1
Lab = tuple[float, float, float]  # CIELAB, D65
Theme = Literal["light", "dark"]
Matrix = tuple[Colour, Colour, Colour]

EYES: Final[dict[str, Matrix]] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ: Final[Matrix] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE: Final = (0.95047, 1.0, 1.08883)


def tokens(css: str, theme: Theme) -> dict[str, Colour]:
    """The colours of a style sheet's custom properties, by name without dashes.

    Reads `--x: #hex`, of which the dark one may stand in a later dark block, and
    `--x: light-dark(#hex, #hex)`.
    """
    light, _, dark = css.partition("@media (prefers-color-scheme: dark)")
    found = _declared(light, theme)
    return found | _declared(dark, theme) if theme == "dark" else found


def _declared(css: str, theme: Theme) -> dict[str, Colour]:
    declared = re.findall(r"--([\w-]+):\s*(?:light-dark\()?\s*(#\w+)(?:\s*,\s*(#\w+))?", css)
    return {name: linear(b if b and theme == "dark" else a) for name, a, b in declared}


def linear(text: str) -> Colour:
    """Read #rgb or #rrggbb."""
    digits = text.lstrip("#")
    if len(digits) == 3:
        digits = "".join(each * 2 for each in digits)
    r, g, b = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return _linear(r), _linear(g), _linear(b)


def contrast(a: Colour, b: Colour) -> float:
    """WCAG's ratio, from 1 to 21."""
    low, high = sorted((_times(TO_XYZ, a)[1], _times(TO_XYZ, b)[1]))
    return (high + 0.05) / (low + 0.05)


def seen_by(eyes: str, colour: Colour) -> Lab:
    """What those eyes see."""
    r, g, b = (min(1.0, max(0.0, part)) for part in _times(EYES[eyes], colour))
    return lab((r, g, b))


def lab(colour: Colour) -> Lab:
    """In CIELAB."""
    parts = zip(_times(TO_XYZ, colour), WHITE, strict=True)
    x, y, z = (_f(part / white) for part, white in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Lab, other: Lab) -> float:
    """CIEDE2000: about 1 can just be seen side by side, 100 is black and white."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    g = 0.5 * (1 - _seventh((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2))
    c1, c2 = math.hypot(a1 * (1 + g), b1), math.hypot(a2 * (1 + g), b2)
    h1, h2 = _hue(a1 * (1 + g), b1), _hue(a2 * (1 + g), b2)
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    t = 1 + sum(
        weight * math.cos(math.radians(times * mean_h + shift))
        for weight, times, shift in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    )
    off = (mean_l - 50) ** 2
    dl = (l2 - l1) / (1 + 0.015 * off / math.sqrt(20 + off))
    dc = (c2 - c1) / (1 + 0.045 * mean_c)
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * mean_c * t)
    bend = 60 * math.exp(-(((mean_h - 275) / 25) ** 2))
    r = -2 * _seventh(mean_c) * math.sin(math.radians(bend))
    return math.sqrt(dl**2 + dc**2 + dh**2 + r * dc * dh)


def _seventh(chroma: float) -> float:
    return math.sqrt(chroma**7 / (chroma**7 + 25**7))


def _hue(a: float, b: float) -> float:
    return math.degrees(math.atan2(b, a)) % 360


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _f(part: float) -> float:
    return math.cbrt(part) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116


def _times(matrix: Matrix, colour: Colour) -> Colour:
    x, y, z = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return x, y, z
