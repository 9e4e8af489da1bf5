"""What a query may be: one that only reads, and only what is in the library.

The engine has no switch against SERVICE, and no limit on nesting (some 1,000 open brackets end the process
with a stack overflow), so the text is looked at before the engine sees it. The gate reads tokens, not
characters: a word inside a string, a comment, an IRI, a variable or a prefixed name is no keyword.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import BadQuery, RefusedQuery
from kg.names import BASE

LONGEST = 65_536  # characters
DEEPEST = 64  # brackets inside brackets

_TOKEN = re.compile(
    r'''
    (?P<skip>   \#[^\n\r]* | \s+ )
  | (?P<string> """(?:"{0,2}(?:[^"\\]|\\.))*+""" | \'\'\'(?:'{0,2}(?:[^'\\]|\\.))*+\'\'\'
              | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+' )
  | (?P<iri>    <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<name>   [?$]\w+ | @[A-Za-z-]+ | [\w.-]*:(?:[\w.:%-]|\\.)* )
  | (?P<word>   [A-Za-z_]\w* )
  | (?P<mark>   . )
    ''',
    re.VERBOSE | re.DOTALL,
)
_READS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_WRITES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def check_query(query: str) -> None:
    """Let a query pass, or say why not.

    :raises RefusedQuery: it would write (an update), call out (SERVICE), or read another source (FROM)
    :raises BadQuery: it is empty, too long, or nested too deeply
    """
    if not query.strip():
        raise BadQuery("查询是空的；例如 SELECT ?task WHERE { ?task a kg:Task }")
    if len(query) > LONGEST:
        raise BadQuery(f"查询有 {len(query)} 个字符，最多 {LONGEST} 个")
    form, depth, after_from = None, 0, False
    for kind, found in _tokens(query):
        word = found.upper() if kind == "word" else ""
        if form is None and word in _READS | _WRITES:
            form = word
            if word in _WRITES:
                raise RefusedQuery(word, "库只读；要改数据请改原文后重新运行 kg build")
        if word in {"SERVICE", "LOAD"}:
            raise RefusedQuery(word, "查询不得访问外部地址或文件")
        if after_from and kind == "iri" and not found[1:].startswith(BASE + "graph/"):
            raise RefusedQuery("FROM", f"只能取库内的图（{BASE}graph/…），不读外部文件或网址")
        after_from = word == "FROM" or (after_from and word == "NAMED")
        depth += (found in "([{") - (found in ")]}") if kind == "mark" else 0
        if depth > DEEPEST:
            raise BadQuery(f"括号嵌套超过 {DEEPEST} 层")


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    # SPARQL 1.1 §19.2: \u escapes are undone before anything else, so \u0053ERVICE is SERVICE
    plain = _CODEPOINT.sub(_character, query)
    for match in _TOKEN.finditer(plain):
        if match.lastgroup and match.lastgroup != "skip":
            yield match.lastgroup, match.group()


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match.group()
