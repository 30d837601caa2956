from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness.evidence.limits import Limits
from readiness.model.errors import CannotJudge
from tests.evidence.stores import WAY_NAMES, WAYS, notes_of, rows_of

TEXT = "sku,available,备注\r\nA-1,120,第一仓𠮷\r\nB,3.5,\r\n"
LINE = b"A" * 1021 + b",1\n"
ROWS = [(2, {"sku": "A-1", "available": "120"}), (3, {"sku": "B", "available": "3.5"})]

every_way = pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)


def refusal(path: Path, **more: Any) -> CannotJudge:
    with pytest.raises(CannotJudge) as caught:
        rows_of(path, **more)
    return caught.value


@every_way
@pytest.mark.parametrize(
    ("codec", "declared", "note"),
    [
        ("utf-8", None, "read as UTF-8"),
        ("utf-8-sig", None, "read as UTF-8 with a byte order mark"),
        ("utf-8-sig", "utf-8", "read as UTF-8"),
        ("gb18030", None, "read as GB18030"),
        ("gb18030", "GBK", "read as GB18030"),
        ("gb18030", "gb2312", "read as GB18030"),
        ("utf-16", None, "read as UTF-16"),
        ("utf-16-le", "utf-16-le", "read as UTF-16 LE"),
        ("utf-16-be", "UTF_16_BE", "read as UTF-16 BE"),
    ],
)
def test_every_encoding_gives_the_same_cells(
    tmp_path: Path, limits: Limits, codec: str, declared: str | None, note: str
) -> None:
    """The cells do not depend on the encoding, and the choice is recorded."""
    path = tmp_path / "stock.csv"
    path.write_bytes(TEXT.encode(codec))
    assert rows_of(path, limits=limits, encoding=declared) == ROWS
    assert notes_of(path, limits=limits, encoding=declared)[:1] == [note]


@every_way
def test_a_broken_byte_is_named(tmp_path: Path, limits: Limits) -> None:
    """False-GO 7: a byte that the encoding does not allow is an error with line and offset, far into the file too."""
    path = tmp_path / "stock.csv"
    start = b"sku,available\n" + LINE * 1500
    path.write_bytes(start + b"B\xff\xff,2\nC,3\n")
    error = refusal(path, limits=limits)
    assert "line 1502" in error.message.en
    assert f"offset {len(start) + 1}" in error.message.en
    assert "gb18030" in error.hint.en if error.hint else False


@every_way
def test_utf8_must_hold_for_the_whole_file(tmp_path: Path, limits: Limits) -> None:
    """One GB18030 cell at the end of an ASCII file makes it a GB18030 file, not a damaged one."""
    path = tmp_path / "stock.csv"
    path.write_bytes(b"sku,available\n" + LINE * 1500 + "南瓜,2\n".encode("gb18030"))
    assert rows_of(path, limits=limits)[-1] == (1502, {"sku": "南瓜", "available": "2"})
    assert notes_of(path, limits=limits) == ["read as GB18030"]


@every_way
def test_a_character_across_pieces_is_whole(tmp_path: Path, limits: Limits) -> None:
    """A character that stands across the border of two reads is read right."""
    path = tmp_path / "stock.csv"
    head = b"sku,available\n"
    filler = LINE * (((4 << 20) - len(head)) // len(LINE) - 1)
    pad = (4 << 20) - len(head) - len(filler) - 1
    path.write_bytes(head + filler + b"x" * pad + "牛,2\n".encode())
    assert rows_of(path, limits=limits)[-1][1] == {"sku": "x" * pad + "牛", "available": "2"}


@every_way
def test_utf16_without_mark_says_what_to_declare(tmp_path: Path, limits: Limits) -> None:
    """False-GO 7: UTF-16 without its mark decodes as nonsense elsewhere; here its NULs are refused with the way out."""
    path = tmp_path / "stock.csv"
    for codec in ("utf-16-le", "utf-16-be"):
        path.write_bytes("sku,available\nA,1\n".encode(codec))
        error = refusal(path, limits=limits)
        assert "NUL" in error.message.en
        assert f"encoding: {codec}" in error.hint.en if error.hint else False


@every_way
def test_nul_far_into_a_file_is_refused(tmp_path: Path, limits: Limits) -> None:
    """False-GO 7: a file that lost a disk block (NULs) is not read around the gap."""
    path = tmp_path / "stock.csv"
    path.write_bytes(b"sku,available\n" + LINE * 1500 + b"\0" * 512 + b"\nB,2\n")
    assert "NUL" in refusal(path, limits=limits).message.en


@every_way
def test_a_declared_encoding_is_not_second_guessed(tmp_path: Path, limits: Limits) -> None:
    """What is declared UTF-8 and is not is an error, even where GB18030 would decode it."""
    path = tmp_path / "stock.csv"
    path.write_bytes(TEXT.encode("gb18030"))
    assert "not valid UTF-8" in refusal(path, limits=limits, encoding="utf-8").message.en


def test_an_unknown_encoding_names_the_known(tmp_path: Path) -> None:
    """An encoding that is not read is refused with the list of those that are."""
    path = tmp_path / "stock.csv"
    path.write_bytes(TEXT.encode())
    error = refusal(path, encoding="latin-1")
    assert "gb18030" in error.hint.en if error.hint else False
