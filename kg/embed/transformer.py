"""Encoders of sentence-transformers: any model by name or path, and the bundled weights for bulk work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from kg.embed.encoder import Encoder, Vectors, unit
from kg.embed.tidy import sound
from kg.errors import MissingPart

_Method = Callable[..., Any]


def open_transformer(model: str, *, name: str | None = None, tidy: Callable[[str], str] = sound) -> Encoder:
    """Open a sentence-transformers model, on a GPU where there is one.

    The prompts that the model's files name for queries and for passages are used; a model whose files name
    none gets none. A text longer than the model takes is cut off at its limit.

    :param model: the name of a model (downloaded on first use) or the path of its folder
    :param name: what the encoder is called, `model` by default
    :param tidy: what is done to each text before
    :raises MissingPart: if the library or the model cannot be loaded
    """
    queries, passages = _load(model)

    def encode(method: _Method, texts: Sequence[str]) -> Vectors:
        if not texts:
            return encode(method, ["空"])[:0]
        found = method([tidy(text) for text in texts], show_progress_bar=False)
        return unit(np.asarray(found, dtype=np.float32))

    return Encoder(
        name or model,
        lambda texts: encode(queries, texts),
        lambda texts: encode(passages, texts),
    )


def _load(model: str) -> tuple[_Method, _Method]:
    """Give a model's methods that encode queries and passages."""
    try:
        import huggingface_hub
        from sentence_transformers import SentenceTransformer
    except (ImportError, OSError) as error:  # OSError: a library that torch is linked with
        raise MissingPart("sentence-transformers", "请先安装：pip install sentence-transformers") from error
    try:
        try:
            with _no_bars():
                loaded = SentenceTransformer(model, local_files_only=True)
        except OSError:
            if Path(model).exists():
                raise
            # Without a network this fails at once, where loading would try again for a minute.
            huggingface_hub.model_info(model, timeout=10)
            loaded = SentenceTransformer(model)
    except Exception as error:  # which ones a model's files can cause is not for us to list
        raise MissingPart(
            f"编码模型 {model}（本机打不开，也下载不到）",
            "请把 KG_ENCODER 设为已下载的模型文件夹，或改回 e5-small",
        ) from error
    return loaded.encode_query, loaded.encode_document


@contextmanager
def _no_bars() -> Iterator[None]:
    """Keep transformers from drawing a progress bar over ours while it reads local files."""
    logging: Any = import_module("transformers.utils.logging")
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
