"""What the YAML parser means, in plain words: it speaks of tokens and contexts, people of brackets and spaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from readiness.model.text import Text

MULTIPLE_DOCUMENTS = (
    Text("A second document begins here (---)", "此处开始了第二个文档（---）"),
    Text("Keep one document a file", "每个文件只保留一个文档"),
)
NESTED_TOO_DEEP = (
    Text("Lists and mappings are nested too deep here", "此处嵌套层次过深"),
    Text("No file of readiness needs more than a dozen levels", "readiness 的文件不需要超过十几层"),
)
TOO_MANY_VALUES = (
    Text("The file stands for too many values", "此文件展开后的值过多"),
    Text("Write aliases (*name) out, or split the file", "请直接写出别名（*name）的内容，或拆分文件"),
)


@dataclass(frozen=True, slots=True)
class Explained:
    message: Text
    hint: Text | None


_COLON = Explained(
    Text("A colon stands where no key can stand", "冒号出现在不能有键的位置"),
    Text(
        "Put a text that holds a colon and a space in quotes, or check the indentation of this line and the one before",
        "含有冒号加空格的文本请加引号；或检查本行与上一行的缩进",
    ),
)
_FULL_WIDTH_COLON = Explained(
    Text("A full-width colon (：) stands here or on the line before", "此处或上一行的冒号是全角的（：）"),
    Text("Write the colon after a key as `: `, half-width with a space", "键后面的冒号请写成半角，并加一个空格：`: `"),
)
_TAB = Explained(
    Text("A tab stands where spaces are expected", "此处应为空格，却是制表符"),
    Text("Indent with spaces", "请用空格缩进"),
)
_SPECIAL = Explained(
    Text("A value can't begin with this character", "值不能以此字符开头"),
    Text("Put the value in quotes", "请给该值加引号"),
)
_QUOTE = Explained(
    Text("A quoted text that begins here has no end", "从此处开始的引号没有结束"),
    Text("Close the quotes", "请补上结束的引号"),
)
_ESCAPE = Explained(
    Text("A backslash in double quotes begins an unknown escape here", "双引号内的反斜杠转义无法识别"),
    Text("Use single quotes, or write the backslash twice", "请改用单引号，或把反斜杠写两次"),
)
_BRACKET = Explained(
    Text("A [ or { that was opened is not closed here, or a comma is missing", "[ 或 { 没有闭合，或缺少逗号"),
    Text("Check brackets and commas of this line and the one before", "请检查本行与上一行的括号和逗号"),
)
_INDENT = Explained(
    Text("This line does not continue what stands before it", "本行与前面的内容接不上"),
    Text(
        "Check its indentation: keys of one mapping, and dashes of one list, stand in one column",
        "请检查缩进：同一映射的键、同一列表的短横线应在同一列",
    ),
)

_AFTER_END = Explained(
    Text("Something stands after the end of the document", "文档结束之后还有内容"),
    Text("Keep one document a file, without `...` and `---`", "每个文件只保留一个文档，不写 `...` 和 `---`"),
)

_DEEP = Explained(*NESTED_TOO_DEEP)

_BY_WORDS: tuple[tuple[str, Explained], ...] = (
    ("maximum nesting depth", _DEEP),
    ("mapping values are not allowed", _COLON),
    ("could not find expected ':'", _COLON),
    ("cannot start any token", _SPECIAL),
    ("quoted scalar", _QUOTE),
    ("flow sequence", _BRACKET),
    ("flow node", _BRACKET),
    ("flow mapping", _BRACKET),
    ("<document start>", _AFTER_END),
    ("block mapping", _INDENT),
    ("block collection", _INDENT),
)


def _full_width_key(line: str) -> bool:
    """Whether the line's key is followed by the colon of Chinese text, which YAML takes for a letter."""
    key, colon, _ = line.partition("：")
    return bool(colon) and ":" not in key and '"' not in key and "'" not in key and "#" not in key


def explain_syntax(error: Any, text: str, line: int, column: int) -> Explained:
    """Why the text can't be read at `line` and `column` (both from 0). `error` is the parser's."""
    what = str(getattr(error, "problem", None) or error).splitlines()[0]
    where = str(getattr(error, "context", None) or "")
    lines = text.splitlines()
    here = lines[line] if line < len(lines) else ""
    if "cannot start any token" in what and here[column : column + 1] == "\t":
        return _TAB
    if "tab character" in what:
        return _TAB
    if any(_full_width_key(near) for near in lines[max(0, line - 1) : line + 1]):
        return _FULL_WIDTH_COLON
    if "escape" in what:
        return _ESCAPE
    for words, explained in _BY_WORDS:
        if words in what or words in where:
            return explained
    return Explained(
        Text(f"This is not valid YAML: {what}", f"不是有效的 YAML：{what}"),
        Text("Look at this line and the one before", "请检查本行与上一行"),
    )
