"""Conditions on deadlines over notices whose tasks have none: words of the topic there, or a refusal."""

from __future__ import annotations

from dataclasses import replace

from kg.ask.context import Ask
from kg.ask.small_words import content_of
from kg.ask.values import How, Kind, Question


def has_dues(context: Ask) -> bool:
    """Tell whether a task of the notices meant has a deadline that ends on a day."""
    query = f"SELECT ?task WHERE {{ {context.of_notices()}?task kg:inNotice ?notice ; kg:deadlineDate ?day }} LIMIT 1"
    return bool(context.rows(query))


def settle_dues(context: Ask, question: Question) -> Question:
    """Take the words of a condition on deadlines for the topic's where it cannot be met, and a topic is asked of.

    What a text says of a day (6月底前建成的平台) is found by its words there.
    """
    dues = [limit for limit in question.limits if limit.kind is Kind.DUE]
    if not dues or not question.content:
        return question
    limits = tuple(limit for limit in question.limits if limit not in dues)
    if question.how is How.CHECK:  # a sentence about the topic is held against the time
        return replace(question, limits=limits, figures=())
    if has_dues(context):
        return question
    topic = " ".join((*(limit.words for limit in dues), question.topic))
    return replace(question, limits=limits, topic=topic, content=content_of(topic))
