"""Content negotiation: which of the formats on offer does a client like best (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Choose a media type.

    The most specific range that covers an offer says how much it is liked (q, 0 to 1); between equals the
    first offer wins.

    :param accept: the field `Accept`; all is welcome if there is none, or nothing in it
    :param offers: media types, the preferred one first
    :returns: None if no offer is acceptable

    >>> choose("text/csv;q=0.5, application/*", ["text/csv", "application/json"])
    'application/json'
    """
    if not accept or accept == "*/*":
        return offers[0] if offers else None
    ranges = [_read(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return offers[0] if offers else None
    liked = [(_quality(offer, ranges), -at, offer) for at, offer in enumerate(offers)]
    quality, _, offer = max(liked, default=(0.0, 0, ""))
    return offer if quality > 0 else None


def _read(part: str) -> tuple[str, float]:
    """Read `text/turtle;q=0.8`; a q that is none counts as 0, so that nonsense is never preferred."""
    name, *params = (piece.strip().lower() for piece in part.split(";"))
    quality = next((param[2:] for param in params if param.startswith("q=")), "1")
    try:
        number = float(quality)
    except ValueError:
        return name, 0.0
    return name, number if 0 <= number <= 1 else 0.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    kind = offer.partition("/")[0]
    for wanted in (offer, f"{kind}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
