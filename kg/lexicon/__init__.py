"""What is known beforehand about government bodies: their names, their places, and who followed whom."""

from kg.lexicon.around import settled, surroundings
from kg.lexicon.bodies import (
    BodyName,
    collective,
    full_name,
    full_names,
    jurisdiction_of,
    parse_body,
    place_of,
)
from kg.lexicon.match import Match, match_names
from kg.lexicon.places import Jurisdiction, Level
from kg.lexicon.table import Function, Succession, functions, successions, topics

__all__ = [
    "BodyName",
    "Function",
    "Jurisdiction",
    "Level",
    "Match",
    "Succession",
    "collective",
    "full_name",
    "full_names",
    "functions",
    "jurisdiction_of",
    "match_names",
    "parse_body",
    "place_of",
    "settled",
    "successions",
    "surroundings",
    "topics",
]
