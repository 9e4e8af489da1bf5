"""Trace a thing through the graph: what it is linked to, who says so, and the sentence that shows it."""

from kg.trace.follow import trace
from kg.trace.matrix import matrix
from kg.trace.values import Cell, Link, Matrix, Origin, Thing, Trace

__all__ = ["Cell", "Link", "Matrix", "Origin", "Thing", "Trace", "matrix", "trace"]
