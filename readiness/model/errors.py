"""What can go wrong that a user can mend. Anything else is a bug in readiness."""

from __future__ import annotations

import errno

from readiness.model.text import Text


class ReadinessError(Exception):
    """A user's problem: what was found and expected (`message`) and what to do next (`hint`)."""

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint


class NotSupplied(ReadinessError):
    """Nothing is bound to the evidence name (`name`, empty where it is not known), or what is bound does not exist
    (yet)."""

    def __init__(self, message: Text, hint: Text | None = None, name: str = "") -> None:
        super().__init__(message, hint)
        self.name = name


class CannotJudge(ReadinessError):
    """The evidence is there but can't be judged: unreadable, of another form, without a time."""


class NoRows(CannotJudge):
    """A table with its header and without any row of data: nothing was exported, or there is nothing."""


class BadValue(ValueError):
    """A written value that is not what its place expects; says what was found and what to write, in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def os_error_words(error: OSError) -> Text:
    """Why the system refused, as it says it; in Chinese the reasons that people meet."""
    said = error.strerror or str(error) or type(error).__name__
    return Text(said, _OS_ZH.get(error.errno or 0, said))


_OS_ZH = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许此操作",
    errno.EISDIR: "它是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已存在",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "文件系统是只读的",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EMFILE: "打开的文件过多",
    errno.ELOOP: "符号链接循环",
    errno.EIO: "读写错误",
}
