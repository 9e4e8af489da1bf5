"""What a query may be: one that only reads, and only what is in the library.

The engine has no switch against SERVICE, and no limit on nesting or on the length of a chain (some 1,000 open
brackets or 8,000 `+1` end the process with a stack overflow), so the text is looked at before the engine
sees it. The gate reads tokens, not characters: a word inside a string, a comment, an IRI, a variable or the
local part of a prefixed name is no keyword. Where the engine needs no space after a keyword, the gate sees
keywords inside longer words: SERVICESILENT<…> and SERVICE:local call out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.errors import BadQuery, RefusedQuery
from kg.names import BASE

LONGEST = 65_536  # characters
DEEPEST = 64  # brackets inside brackets
STRAY = 50  # quotation marks that open no string
MOST = 2_000  # tokens, but for the data of a VALUES block

_TOKEN = re.compile(
    r'''
    (?: \#[^\n\r]*+ | \s++ )*+
  (?: (?P<string> """(?:"{0,2}(?:[^"\\]|\\.))*+""" | \'\'\'(?:'{0,2}(?:[^'\\]|\\.))*+\'\'\'
              | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+' )
  | (?P<iri>    <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<free>   [?$]\w+ | @[A-Za-z-]+ )
  | (?P<name>   [\w.-]{0,64}:(?:(?:[\w:%]|\\.)(?:[\w.:%-]|\\.)*)? )
  | (?P<number> [0-9][0-9.]*(?:[eE][+-]?[0-9]+)? )
  | (?P<word>   [A-Za-z_]\w* )
  | (?P<mark>   . )
  | (?P<end>    \Z ) )
    ''',
    re.VERBOSE | re.DOTALL,
)
_READS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_WRITES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
_FORMS = _READS | _WRITES
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def check_query(query: str) -> str:
    """Let a query pass, or say why not.

    :returns: its form, SELECT, ASK, CONSTRUCT or DESCRIBE; empty if it is none of these, and so no query
    :raises RefusedQuery: it would write (an update), call out (SERVICE), or read another source (FROM)
    :raises BadQuery: it is empty, too long, or nested too deeply
    """
    if not query.strip():
        raise BadQuery("查询是空的；例如 SELECT ?task WHERE { ?task a kg:Task }")
    if len(query) > LONGEST:
        raise BadQuery(f"查询有 {len(query)} 个字符，最多 {LONGEST} 个")
    # SPARQL 1.1 §19.2 undoes \u escapes before anything else, Oxigraph inside strings and IRIs only: what
    # "\u0022" hides from one reading stands open in the other, so that both must be harmless
    texts = dict.fromkeys((query, _CODEPOINT.sub(_character, query)))
    form, *_same = [_check_tokens(list(_tokens(text))) for text in texts]
    return form


def _check_tokens(tokens: Sequence[tuple[str, str]]) -> str:
    if _size(tokens) > MOST:
        raise BadQuery(f"查询太长：VALUES 的数据之外超过 {MOST} 个词；请分成几个查询")
    form, depth, after_from = "", 0, False
    for kind, found in tokens:
        word = found.upper() if kind == "word" else ""
        if not form and word in _FORMS:
            form = word
            if word in _WRITES:
                raise RefusedQuery(word, "库只读；要改数据请改原文后重新运行 kg build")
        if "SERVICE" in (found.partition(":")[0].upper() if kind == "name" else word):
            raise RefusedQuery("SERVICE", "查询不得访问外部地址；前缀名中也不得有 service")
        if word == "LOAD":
            raise RefusedQuery(word, "查询不得访问外部地址或文件")
        if after_from and (kind == "name" or (kind == "iri" and not found[1:].startswith(BASE + "graph/"))):
            raise RefusedQuery("FROM", f"只能取库内的图，写全 <{BASE}graph/…>，不读外部文件或网址")
        after_from = "FROM" in word or (after_from and word == "NAMED")
        depth = max(0, depth + (found in "([{") - (found in ")]}")) if kind == "mark" else depth
        if depth > DEEPEST:
            raise BadQuery(f"括号嵌套超过 {DEEPEST} 层")
    return form


def _size(tokens: Iterable[tuple[str, str]]) -> int:
    """Count tokens, but for the data of VALUES blocks, which the engine reads one after another."""
    count, named, inside = 0, False, False
    for kind, found in tokens:
        if inside:
            inside = found != "}"
            continue
        count += 1
        inside = named and found == "{"
        named = (named and not inside) or (kind == "word" and found.upper() == "VALUES")
    return count


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    stray = 0
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "end"
        if kind == "end":
            return
        found = match[kind]
        yield kind, found
        stray += found in {'"', "'"}
        if stray > STRAY:  # each was looked for to the end of the text
            raise BadQuery("引号没有配对")


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match.group()
