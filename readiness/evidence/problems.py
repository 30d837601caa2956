"""How this layer says that evidence can't be judged."""

from __future__ import annotations

from readiness.model.errors import CannotJudge, NoRows
from readiness.model.places import place_words
from readiness.model.text import Text

EXPORT_AGAIN = Text("Export it again from its system", "请从来源系统重新导出")


def cannot_judge(en: str, zh: str, hint: Text | None = None) -> CannotJudge:
    """The error to raise; without a hint, the way out is to export the evidence again."""
    return CannotJudge(Text(en, place_words(zh).zh), hint or EXPORT_AGAIN)


def no_rows(shown: str) -> CannotJudge:
    """The error for a table that has a header at most."""
    return cannot_judge(
        f"{shown} has no rows", f"{shown} 没有数据行", Text("Export it with its data", "请连同数据一起导出")
    )


def only_a_header(shown: str) -> NoRows:
    """The error for a table whose header was found, and that has nothing below it."""
    plain = no_rows(shown)
    return NoRows(plain.message, plain.hint)


def timed_out(shown: str) -> CannotJudge:
    """Reading or asking took longer than the check may take."""
    return CannotJudge(
        Text(f"Reading {shown} took longer than the check may take", f"读取 {shown} 超过了检查项的时限"),
        Text("Give the check more time, or supply a smaller export", "请延长检查时限，或提供较小的导出文件"),
    )


def changed_while_read(shown: str) -> CannotJudge:
    """The bytes judged would not be the bytes digested."""
    return CannotJudge(
        Text(f"{shown} was changed while it was read", f"{shown} 在读取过程中被修改"),
        Text("Run again when the export has finished", "请等导出完成后重新运行"),
    )
