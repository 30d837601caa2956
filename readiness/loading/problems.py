"""Everything wrong with a user's files, each thing with its place; told all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.model.errors import ReadinessError
from readiness.model.location import Location
from readiness.model.places import place_words
from readiness.model.text import Text, advise


@dataclass(frozen=True, slots=True)
class Problem:
    """`message` says what was found and expected, `hint` what to write instead (None: the message says it)."""

    location: Location
    message: Text
    hint: Text | None = None

    def say(self, lang: str) -> str:
        """One line: `campaign.yaml:3:7: what is wrong. What to do.`"""
        words = self.message.zh if lang == "zh" else self.message.en
        if self.hint is None:
            return f"{self.where(lang)}: {words}"
        return f"{self.where(lang)}: " + (f"{words}。{self.hint.zh}" if lang == "zh" else f"{words}. {self.hint.en}")

    def where(self, lang: str) -> str:
        """`campaign.yaml:3:7`, or `campaign.xlsx, sheet 活动, cell B5` in the language's words."""
        words = place_words(str(self.location))
        return words.zh if lang == "zh" else words.en


class InvalidInput(ReadinessError):
    """The user's files can't be used; nothing was probed. `problems` hold at least one, in order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        first = self.problems[0].message if self.problems else Text("nothing", "无")
        super().__init__(
            Text(
                f"{count} problem{'s' if count != 1 else ''} in the campaign's files, the first: {first.en}",
                f"活动文件中有 {count} 个问题，第一个：{first.zh}",
            )
        )

    def __str__(self) -> str:
        return "\n".join(problem.say("en") for problem in self.problems)


class Problems:
    """Collects problems while files are read; one place never says the same thing twice."""

    def __init__(self) -> None:
        self._found: dict[tuple[Location, str], Problem] = {}
        self._files: dict[tuple[str, str], int] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def reading(self, file: str, sheet: str = "") -> None:
        """Files, and the sheets of a workbook, are told in the order in which they were first read."""
        self._files.setdefault((file, sheet), len(self._files))

    def add(self, location: Location, message: Text, hint: Text | None = None) -> None:
        """Record a problem; what to do about one in a workbook is said in its words."""
        self.reading(location.file, location.sheet)
        workbook = bool(location.sheet)
        said = advise(message, workbook=workbook) or message
        self._found.setdefault((location, said.en), Problem(location, said, advise(hint, workbook=workbook)))

    def sorted(self) -> tuple[Problem, ...]:
        def order(problem: Problem) -> tuple[int, int, int]:
            place = problem.location
            return self._files[place.file, place.sheet], place.line, place.column

        return tuple(sorted(self._found.values(), key=order))

    def raise_if_any(self) -> None:
        """Raises InvalidInput with all problems, if there are any."""
        if self._found:
            raise InvalidInput(self.sorted())
