"""A checklist file as pydantic forms: its checks, and the contracts of the evidence that they need."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from readiness.evidence.cells import fold_word
from readiness.loading.form_fields import ColumnName, Form, Name, OneOrMore, Said, Words
from readiness.model.check import Phase, Severity
from readiness.model.errors import BadValue
from readiness.model.evidence import ColumnType, Sort
from readiness.model.moments import Moment
from readiness.model.text import Text
from readiness.probes.fields import MomentField, YesNo

DEFAULT_DUE = Moment.parse("T")


class ColumnForm(Form):
    type: ColumnType
    aliases: Annotated[tuple[Said, ...], Field(min_length=1), OneOrMore()] = ()
    unit: Said = ""
    required: YesNo = True
    title: Words | None = None
    example: Said = ""
    values: Annotated[dict[Name, tuple[Said, ...]], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _values_fit_the_type(self) -> ColumnForm:
        if (self.type is ColumnType.CHOICE) != (self.values is not None):
            raise BadValue(
                Text(
                    "a choice needs values, and only a choice has them: values: {confirmed: [已确认, confirmed]}",
                    "choice 类型需要 values，且只有 choice 可以写 values：values: {confirmed: [已确认, confirmed]}",
                )
            )
        owners: dict[str, str] = {}
        for value, words in (self.values or {}).items():
            for word in {value, *words}:
                other = owners.setdefault(fold_word(word), value)
                if other != value:
                    raise BadValue(
                        Text(
                            f"the values {other} and {value} share the word {word!r}",
                            f"取值 {other} 与 {value} 有相同的说法 {word!r}",
                        )
                    )
        return self


class WideForm(Form):
    """A table may also be a matrix: each column that no column of the contract claims is one of `names`, and a cell
    under it one of `values`; `marks` are what such cells hold."""

    names: ColumnName
    values: ColumnName
    marks: Annotated[tuple[Said, ...], Field(min_length=1), OneOrMore()]


class ContractForm(Form):
    """What a checklist asks of one evidence. `sort` may be left out where columns show that it is a table; `typed` says
    that people write the table themselves; `wide` that they may keep it as a matrix."""

    title: Words
    source: Words = Field(alias="from")
    owner: Name
    sort: Sort | None = None
    key: Annotated[tuple[ColumnName, ...], Field(min_length=1), OneOrMore()] = ()
    columns: Annotated[dict[ColumnName, ColumnForm], Field(min_length=1)] | None = None
    typed: YesNo = False
    wide: WideForm | None = None

    @model_validator(mode="after")
    def _sort_fits_columns(self) -> ContractForm:
        if self.sort is None and self.columns is None:
            raise BadValue(
                Text(
                    "sort is missing: write table (with columns), document or url",
                    "缺少 sort：请写 table(并写 columns)、document 或 url",
                )
            )
        if self.sort is Sort.TABLE and self.columns is None:
            raise BadValue(Text("a table needs columns", "table 需要 columns"))
        if self.sort not in (None, Sort.TABLE) and (self.columns or self.key):
            raise BadValue(Text(f"a {self.sort} has no columns and no key", f"{self.sort} 没有列，也没有 key"))
        unknown = [name for name in self.key if name not in (self.columns or {})]
        if unknown:
            raise BadValue(
                Text(
                    f"key names {', '.join(unknown)}, which is not among the columns",
                    f"key 中的 {'、'.join(unknown)} 不在 columns 中",
                )
            )
        return self

    @model_validator(mode="after")
    def _wide_fits_key(self) -> ContractForm:
        """What is spread over columns is part of the key, so that two cells are two rows; a row is named beside it."""
        wide = self.wide
        if wide is None:
            return self
        columns = self.columns or {}
        others = [name for name in self.key if name not in (wide.names, wide.values)]
        free = [columns[name].required for name in self.key if name in others and name in columns]
        known = wide.names in columns and wide.values in columns and wide.names != wide.values
        if not known or wide.names not in self.key or wide.values in self.key or not any(free):
            raise BadValue(
                Text(
                    "wide needs two columns: `names`, which is in the key beside another required column, and `values`,"
                    " which is not",
                    "wide 需要两个列：`names`（在 key 中，且 key 中另有一个必填列）与 `values`（不在 key 中）",
                )
            )
        return self

    @model_validator(mode="after")
    def _headers_are_told_apart(self) -> ContractForm:
        owners: dict[str, str] = {}
        for name, column in (self.columns or {}).items():
            for header in {name.casefold(), *(alias.strip().casefold() for alias in column.aliases)}:
                other = owners.setdefault(header, name)
                if other != name:
                    raise BadValue(
                        Text(
                            f"columns {other} and {name} share the header {header!r}",
                            f"列 {other} 与 {name} 有相同的表头 {header!r}",
                        )
                    )
        return self


class CheckForm(Form):
    """One check of a checklist; `probe` is judged by its kind."""

    id: Name
    phase: Phase | None = None
    title: Words
    why: Words
    severity: Severity
    due: MomentField = DEFAULT_DUE
    owner: Name
    when: Annotated[tuple[Name, ...], Field(min_length=1), OneOrMore()] = ()
    probe: Annotated[dict[str, Any], Field(min_length=1)]
    remedy: Words
    source: Words
    starter: YesNo = False


class ChecklistFile(Form):
    """checklists/*.yaml, and a campaign's own."""

    checklist: Name
    evidence: dict[Name, ContractForm] = Field(default_factory=dict)
    checks: Annotated[tuple[CheckForm, ...], Field(min_length=1)]
