"""On a terminal: what is asked, what progress is shown, what colour there is."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from readiness.cli.init_basis import PACKS
from readiness.loading.checklist import shipped_checklist
from readiness.loading.shipped import BUILT_IN, shipped_checklists
from tests.cli.campaigns import Small
from tests.cli.conftest import bare_environment

SECONDS = 60


class Terminal:
    """A command on a pseudo-terminal, driven as a person would."""

    def __init__(self, *arguments: str | Path, cwd: Path, env: dict[str, str] | None = None) -> None:
        self._end, inner = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "readiness", *map(str, arguments)],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            cwd=cwd,
            env=bare_environment() | {"TERM": "xterm", "COLUMNS": "100"} | (env or {}),
            start_new_session=True,
        )
        os.close(inner)
        self.text = ""

    def wait_for(self, words: str) -> None:
        limit = time.monotonic() + SECONDS
        while words not in self.text:
            assert time.monotonic() < limit, self.text
            assert self._read(), f"ended without {words!r}: {self.text}"

    def type(self, words: str) -> None:
        os.write(self._end, words.encode())

    def finish(self) -> int:
        while self._read():
            pass
        os.close(self._end)
        return self._process.wait(SECONDS)

    def _read(self) -> bool:
        """Read what there is; false at the end."""
        ready, _, _ = select.select([self._end], [], [], SECONDS)
        assert ready, f"nothing more came: {self.text}"
        try:
            data = os.read(self._end, 65536)
        except OSError:
            return False
        self.text += data.decode("utf-8", "replace")
        return bool(data)


def test_init_asks_for_what_is_missing(tmp_path: Path) -> None:
    """Name, zone, launch, end and each trait are asked in the person's language, with defaults that Enter takes.

    A bad answer is asked for again."""
    launch = datetime.now(UTC) + timedelta(days=60)
    asked = {trait for name in BUILT_IN for check in shipped_checklist(name).checks for trait in check.when}
    answered = [word for trait in sorted(asked - {"offline-stores"}) for word in ("--trait", f"{trait}=no")]
    terminal = Terminal("init", "2026-618", *answered, cwd=tmp_path, env={"LANG": "zh_CN.UTF-8"})
    terminal.wait_for("活动名称")
    terminal.type("618 大促\n")
    terminal.wait_for("时区")
    terminal.type("Asia/Shangai\n")
    terminal.wait_for("是否想写 Asia/Shanghai？")
    terminal.type("\n")
    terminal.wait_for("上线时间")
    terminal.type(f"{launch:%Y-%m-%d} 00:00\n")
    terminal.wait_for("结束时间")
    terminal.type("2020-01-01 00:00\n")
    terminal.wait_for("不晚于上线时间")
    terminal.type("\n")
    terminal.wait_for("最重要的几项检查")
    terminal.type("\n")
    terminal.wait_for("客户运营")
    terminal.type("\n")
    terminal.wait_for("经销渠道")
    terminal.type("\n")
    terminal.wait_for("是否有线下门店参加")
    terminal.type("也许\n")
    terminal.wait_for("请输入 y")
    terminal.type("否\n")
    assert terminal.finish() == 0, terminal.text
    text = (tmp_path / "2026-618" / "campaign.yaml").read_text(encoding="utf-8")
    assert f"launch: {launch:%Y-%m-%d}T00:00:00+08:00" in text
    assert 'zh: "618 大促"' in text
    assert "offline-stores: no" in text
    assert yaml.safe_load(text)["checklists"] == [*BUILT_IN]
    assert "Error" not in terminal.text
    assert "是否有线上销售" not in terminal.text


def test_init_asks_for_many_traits_in_few_questions(tmp_path: Path) -> None:
    """Traits of one sort are one question, answered by numbers; a number that is none is asked for again."""
    terminal = Terminal(
        *("init", "618", "--title", "618", "--timezone", "UTC", "--launch", "2030-06-18T00:00Z"),
        *("--end", "2030-06-20T00:00Z"),
        cwd=tmp_path,
        env={"LANG": "zh_CN.UTF-8"},
    )
    terminal.wait_for("最重要的几项检查")
    terminal.type("否\n")
    terminal.wait_for("客户运营")
    terminal.type("\n")
    terminal.wait_for("经销渠道")
    terminal.type("是\n")
    terminal.wait_for("在哪里卖")
    terminal.wait_for("符合哪些？")
    terminal.type("9\n")
    terminal.wait_for("的编号")
    terminal.type("2\n")
    terminal.type("\n" * 12)  # the groups after it
    assert terminal.finish() == 0, terminal.text
    text = (tmp_path / "618" / "campaign.yaml").read_text(encoding="utf-8")
    assert "online: no" in text
    assert yaml.safe_load(text)["checklists"] == [*BUILT_IN, "channel"]
    assert "offline-stores: yes" in text


def test_every_pack_that_ships_has_its_question() -> None:
    """Who begins on a terminal hears of each pack, for none is added unasked."""
    assert set(PACKS) == set(shipped_checklists()) - set(BUILT_IN)


def test_init_asks_only_what_the_starter_selection_needs(tmp_path: Path) -> None:
    """Who begins small is asked no trait by which no starter check applies; it counts as yes, and nothing is lost."""
    terminal = Terminal(
        *("init", "618", "--title", "618", "--timezone", "UTC", "--launch", "2030-06-18T00:00Z"),
        *("--end", "2030-06-20T00:00Z"),
        cwd=tmp_path,
        env={"LANG": "zh_CN.UTF-8"},
    )
    terminal.wait_for("最重要的几项检查")
    terminal.type("是\n" + "\n" * 10)
    assert terminal.finish() == 0, terminal.text
    assert "抽奖" not in terminal.text
    text = (tmp_path / "618" / "campaign.yaml").read_text(encoding="utf-8")
    assert "selection: starter" in text
    assert "lottery: yes" in text


def test_who_leaves_the_questions_makes_nothing(tmp_path: Path) -> None:
    """Ctrl-D at a question ends the command as interrupted, and no folder is made."""
    terminal = Terminal("init", "2026-618", cwd=tmp_path)
    terminal.wait_for("name")
    terminal.type("\x04")
    assert terminal.finish() == 130, terminal.text
    assert list(tmp_path.iterdir()) == []


def test_progress_is_shown_and_gone(small: Small, tmp_path: Path) -> None:
    """A terminal sees what is being checked on one line, which is wiped before the report."""
    terminal = Terminal("check", small.folder, cwd=tmp_path)
    assert terminal.finish() == 3, terminal.text
    assert "checking ours.stock" in terminal.text
    last = terminal.text.rindex("checking")
    assert "\x1b[2K" in terminal.text[last:]


@pytest.mark.parametrize(
    ("arguments", "env", "colour"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        (["--color", "never"], {}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
    ],
)
def test_colour_is_for_who_wants_it(
    arguments: list[str], env: dict[str, str], colour: bool, small: Small, tmp_path: Path
) -> None:
    """The terminal report is coloured on a terminal unless NO_COLOR or the option says otherwise."""
    terminal = Terminal("check", small.folder, *arguments, cwd=tmp_path, env=env)
    terminal.finish()
    report = terminal.text.rpartition("\x1b[2K")[2]
    assert ("\x1b[" in report) is colour
