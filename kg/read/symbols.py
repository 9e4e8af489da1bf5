"""Characters of symbol fonts: what they look like, in Unicode."""

from __future__ import annotations

#: What is written where no character is known for a sign.
UNKNOWN = "\ufffd"

_WINGDINGS = dict(
    zip(
        (0x6C, 0x6D, 0x6E, 0x6F, 0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x9E, 0x9F, 0xA7, 0xA8),
        "●❍■□□❑❒◆◆◆❖◆·•▪□",
        strict=True,
    )
) | dict(
    zip(
        (0xAB, 0xB2, 0xD8, 0xE0, 0xDF, 0xE1, 0xE2, 0xE8, 0xF0, 0xFB, 0xFC, 0xFD, 0xFE, 0x46, 0x4A, 0x2A),
        "★⯎➢→←↑↓➔⇨✗✓☒☑☞☺✉",
        strict=True,
    )
)
_CIRCLED = {0x80 + at: "⓪①②③④⑤⑥⑦⑧⑨⑩"[at] for at in range(11)} | {
    0x8B + at: "⓿❶❷❸❹❺❻❼❽❾❿"[at] for at in range(11)
}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "□"}
_SYMBOL = (
    dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
    | dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
    | {0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±"}
    | {0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD7: "⋅"}
)
_FONTS = {
    "wingdings": _WINGDINGS | _CIRCLED,
    "wingdings 2": _WINGDINGS_2,
    "symbol": _SYMBOL | {code: chr(code) for code in range(0x20, 0x41)},
}


def symbol(font: str, code: int) -> str:
    """Give the character that a font shows for a code; UNKNOWN if that is not known.

    Codes of symbol fonts stand in the private use area, at 0xF000 (ISO/IEC 29500-1, 17.3.3.30).

    >>> symbol("Wingdings", 0xF0FE), symbol("宋体", 0x25CF), symbol("Webdings", 0xF061) == UNKNOWN
    ('☑', '●', True)
    """
    private = 0xE000 <= code <= 0xF8FF
    known = _FONTS.get(font.lower())
    if known is not None:
        return known.get(code & 0xFF, UNKNOWN)
    drawn = not private and 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if drawn else UNKNOWN
