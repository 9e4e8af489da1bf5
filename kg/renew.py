"""A library with what people have decided since: the same files, another graph."""

from __future__ import annotations

import json
from dataclasses import asdict

from kg.decide.file import read_decisions
from kg.home import current_build, new_build, take_over
from kg.making import build_name, maker_of, told_by
from kg.record import fullest, kept_records
from kg.settings import Settings
from kg.whole import write_graph


def renew_library(settings: Settings | None = None) -> bool:
    """Put the library in place anew with what people have decided since; no file is read for it.

    :returns: whether the library has all decisions now; not if another version or other settings made it:
        then `kg.build_library` is needed
    :raises BadDecision: a line of the file of decisions cannot be read
    :raises NoLibrary: nothing was built yet
    :raises WriteFailed: the disk is full; the old library is untouched
    """
    settings = settings or Settings.load()
    last = current_build(settings.home)
    about = told_by(last)
    decisions = read_decisions(settings.decided)
    if about.get("maker") != maker_of(settings):
        return False
    name = build_name(about["maker"], about["files"], decisions)
    if last.name.partition("-")[0] == name:
        return True
    order = {outcome["source"]: at for at, outcome in enumerate(about["report"]["outcomes"])}
    with new_build(settings.home, name) as folder:
        for part in ("index", "records", "texts"):
            take_over(last / part, folder / part)
        records = sorted(kept_records(folder), key=lambda record: order[record.source])
        about["report"] |= asdict(write_graph(folder, list(fullest(records).values()), decisions))
        (folder / "about.json").write_text(json.dumps(about), encoding="ascii")
    return True
