"""`todo`: what to supply and what to fix, person by person; and as messages for a chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.campaigns import CHECK, Small, write_small
from tests.cli.conftest import Readiness


def unbind(small: Small, *names: str) -> None:
    lines = small.file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not any(line.startswith(f"  {name}: ") for name in names)]
    assert len(kept) == len(lines) - len(names)
    small.file.write_text("".join(kept), encoding="utf-8")


def test_what_is_wrong_stands_under_its_person_with_its_file(tmp_path: Path, readiness: Readiness) -> None:
    """What is open stands under the person, with the time left, the file, the finding and the way out; nothing is
    recorded."""
    small = write_small(tmp_path / "small", due="T-5d")
    small.stock(119)
    answer = readiness("todo", small.folder)
    assert answer.code == 0, answer.err
    person, fix, file = (answer.out.index(words) for words in ("赵敏", "To fix:", "in: promoted.csv, stock.csv"))
    assert person < answer.out.index(CHECK) < file
    assert person < fix < file
    assert "left" in answer.out
    assert "Order more." in answer.out
    assert "waive planning --loosening" in answer.out
    assert not (small.folder / ".readiness").exists()


def test_missing_evidence_is_asked_once_of_the_role_that_has_it(small: Small, readiness: Readiness) -> None:
    """False-GO 8: two checks wait for the forecast and the roster; each is asked once, the roster of marketing, which
    nobody holds, and both name the checks that wait."""
    unbind(small, "promoted", "forecast")
    out = readiness("todo", small.folder).out
    assert out.count("- Forecast (planning)") == out.count("- Promoted SKUs (marketing)") == 1
    assert "marketing: nobody holds this role" in out
    assert out.count(f"for: ours.some-stock, {CHECK}") == 2
    assert "add `forecast` under evidence" in " ".join(out.split())
    assert "To fix" not in out


def test_a_person_with_two_roles_is_one_list(small: Small, readiness: Readiness) -> None:
    """What a person does in several roles stands together, the earliest due first."""
    small.replace("roles: [supply-chain]", "roles: [supply-chain, marketing]")
    unbind(small, "promoted", "forecast")
    out = readiness("todo", small.folder).out
    assert out.count("赵敏") == 1
    assert "3 things" not in out
    assert "2 things to do" in out


def test_people_of_one_name_are_told_apart(small: Small, readiness: Readiness) -> None:
    """Two people of one name, as `init` writes them before anybody is named, keep their own lists."""
    small.replace(
        "name: 赵敏, roles: [supply-chain], contact: zhao.min@shop.example",
        "name: 待填写, roles: [supply-chain], contact: 待填写",
    )
    small.replace(
        "name: 王芳, roles: [legal], contact: wang.fang@shop.example",
        "name: 待填写, roles: [legal, marketing], contact: 待填写",
    )
    unbind(small, "promoted", "forecast")
    assert readiness("todo", small.folder, "--lang", "zh").out.count("待填写 <待填写>") == 2


def test_a_chat_message_for_each_person(small: Small, readiness: Readiness) -> None:
    """`--chat` greets each person by name, numbers what they do, and breaks no line, however long."""
    unbind(small, "promoted")
    small.stock(119)
    lines = readiness("todo", small.folder, "--chat", "--lang", "zh").out.splitlines()
    assert lines[0].startswith("@市场 小型促销（")
    assert lines[0].endswith("需要您完成 1 项：")
    assert lines[1].startswith("1. 提供“主推商品”：")
    assert "还剩" in lines[1]
    assert len(lines) == 2


def test_a_chat_message_of_findings(small: Small, readiness: Readiness) -> None:
    """What is to be fixed says the finding with its figures and what to do."""
    small.stock(49)
    lines = readiness("todo", small.folder, "--chat", "--owner", "赵敏").out.splitlines()
    assert lines[0].startswith("@赵敏 Small sale (launch ")
    assert lines[0].endswith("needs 2 things of you:")
    assert "A-1: 49 units are 49 % of the forecast 100; required 120 %" in lines[1] + lines[2]
    assert all("Order more." in line for line in lines[1:])


def test_nothing_to_do_is_said(small: Small, readiness: Readiness) -> None:
    """A chat message of nothing says so, and does not leave the reader before an empty line."""
    assert readiness("todo", small.folder, "--chat", "--owner", "supply-chain").out.strip() == "Nothing to do"


@pytest.mark.parametrize("owner", ["supply-chain", "zhao.min", "赵敏"])
def test_todo_of_one_owner(owner: str, small: Small, readiness: Readiness) -> None:
    """A role, a person's id and a person's name select the same duties."""
    small.stock(119)
    assert CHECK in readiness("todo", small.folder, "--owner", owner).out
    assert CHECK not in readiness("todo", small.folder, "--owner", "legal").out


def test_todo_of_nobody_is_wrong_use(small: Small, readiness: Readiness) -> None:
    """A mistyped owner has not simply nothing to do."""
    answer = readiness("todo", small.folder, "--owner", "suply-chain")
    assert answer.code == 2
    assert "supply-chain" in answer.err
