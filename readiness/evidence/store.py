"""All evidence of one run: each read once, by whoever asks first, and the same for all who ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from readiness.evidence.digests import paths_of_folder
from readiness.evidence.document import Document
from readiness.evidence.limits import Limits
from readiness.evidence.paths import resolve_inside
from readiness.evidence.problems import cannot_judge, changed_while_read, timed_out
from readiness.evidence.unbound import not_bound
from readiness.evidence.variables import fill
from readiness.evidence.web_traffic import Traffic
from readiness.model.campaign import Host
from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.evidence import Binding, Contract
from readiness.model.text import Advice, Text
from readiness.model.times import Times
from readiness.model.workbook import row_of

if TYPE_CHECKING:
    from readiness.evidence.engine import Engine
    from readiness.evidence.listing import Listing
    from readiness.evidence.table import Table

DEFAULT_SECONDS = 300.0
DEFAULT_LIMITS = Limits()

_T = TypeVar("_T")


class EvidenceStore:
    """Thread-safe. Every reading raises NotSupplied or CannotJudge; whoever asks again gets the same answer."""

    def __init__(
        self,
        folder: Path,
        contracts: Mapping[str, Contract],
        bindings: Mapping[str, Binding],
        hosts: Mapping[str, Host],
        times: Times,
        *,
        allow_outside: tuple[Path, ...] = (),
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self.folder = folder
        self.contracts = contracts
        self.bindings = bindings
        self.hosts = hosts
        self.times = times
        self.traffic = Traffic()
        self._allow_outside = allow_outside
        self._limits = limits
        self._lock = threading.Lock()
        self._answers: dict[tuple[str, str], Future[Any]] = {}
        self._engine: Engine | None = None
        self._closed = False

    def binding(self, name: str) -> Binding:
        """Raises NotSupplied where the campaign binds nothing to the name, saying who has it and what to write."""
        if name not in self.bindings:
            raise not_bound(name, self.contracts.get(name))
        return self.bindings[name]

    def table(self, name: str, seconds: float = DEFAULT_SECONDS) -> Table:
        """The table bound to a name; raises NotSupplied or CannotJudge, also when it takes longer than `seconds`."""
        return self._once("table", name, seconds, lambda left: self._read_table(name, left))

    def document(self, name: str, seconds: float = DEFAULT_SECONDS) -> Document:
        """The file or folder bound to a name, digested; raises as `table` does."""
        return self._once("document", name, seconds, lambda _: self._read_document(name))

    def listing(self, name: str, seconds: float = DEFAULT_SECONDS) -> Listing:
        """The names and sizes of what lies in the folder that is bound to a name; raises as `table` does."""
        return self._once("listing", name, seconds, lambda left: self._read_listing(name, left))

    def digest_of(self, name: str) -> tuple[str, tuple[str, ...]]:
        """SHA-256 and files of what is bound, without decoding: what a sign-off binds to."""
        document = self.document(name)
        return document.sha256, document.paths

    def url(self, name: str) -> str:
        """The URL bound to a name, its `${VARIABLES}` filled in from the environment.

        Raises NotSupplied, or CannotJudge for a missing variable or a binding of another sort.
        """
        binding = self.binding(name)
        if binding.url is None:
            raise _other_sort(name, Text("a URL", "URL"), "url: https://...")
        return fill(binding.url, Text(f"the binding of {name}", f"{name} 的绑定")).reveal()

    def absence(self, name: str) -> NotSupplied | None:
        """Why a name can't be read yet: nothing is bound to it, or what is bound is not there. Reads nothing."""
        try:
            binding = self._dated(name)
            said = binding.file or binding.folder
            if said is not None:
                self._path(said)
        except NotSupplied as problem:
            return NotSupplied(problem.message, problem.hint, name)
        except CannotJudge:
            return None  # it is there; what is wrong with it is told when it is read
        return None

    def close(self) -> None:
        """Free the engine and its files; nothing can be asked afterwards."""
        with self._lock:
            engine, self._engine, self._closed = self._engine, None, True
        if engine:
            engine.close()

    def _once(self, sort: str, name: str, seconds: float, read: Callable[[Callable[[], float]], _T]) -> _T:
        mine: Future[Any] = Future()
        with self._lock:
            future = self._answers.setdefault((sort, name), mine)
        if future is mine:
            end = time.monotonic() + seconds
            try:
                mine.set_result(read(lambda: end - time.monotonic()))
            except BaseException as error:  # noqa: BLE001  (whoever waits must not wait for ever)
                mine.set_exception(error)
        try:
            return cast("_T", future.result(timeout=seconds))
        except FutureTimeoutError:
            raise timed_out(name) from None
        # one exception raised in several threads would collect all their tracebacks
        except NotSupplied as error:
            raise NotSupplied(error.message, error.hint, name) from error
        except CannotJudge as error:
            raise type(error)(error.message, error.hint) from error

    def _read_table(self, name: str, left: Callable[[], float]) -> Table:
        from readiness.evidence.tables import read_table

        binding = self._dated(name)
        if binding.file is None:
            raise _other_sort(name, Text("a file with a table", "表格文件"), "file: evidence/...")
        path = self._path(binding.file)
        table = read_table(self.engine(), path, binding, self.contracts[name], left, self._limits, self.times)
        if binding.sha256 not in (None, table.use.sha256):
            raise changed_while_read(binding.file)
        return table

    def _read_document(self, name: str) -> Document:
        from readiness.evidence.documents import read_document

        binding = self._dated(name)
        said = binding.file or binding.folder
        if said is None:
            raise _other_sort(name, Text("a file or a folder", "文件或文件夹"), "file: evidence/...")
        return read_document(self._path(said), said, binding)

    def _read_listing(self, name: str, left: Callable[[], float]) -> Listing:
        from readiness.evidence.listing import list_folder

        binding = self._dated(name)
        if binding.folder is None:
            raise _other_sort(name, Text("a folder", "文件夹"), "folder: evidence/...")
        return list_folder(self._path(binding.folder), binding.folder, binding, self.times.seen_until, left)

    def _path(self, said: str) -> Path:
        return resolve_inside(self.folder, said, self._allow_outside)

    def _dated(self, name: str) -> Binding:
        """The binding, unless its evidence is dated later than what can have been seen."""
        binding = self.binding(name)
        if binding.as_at is None or binding.as_at <= self.times.seen_until:
            return binding
        dated = binding.as_at.astimezone(self.times.zone).isoformat(sep=" ", timespec="minutes")
        if self.times.as_of:
            raise NotSupplied(
                Text(
                    f"`{name}` is dated {dated}, later than the instant asked about, so it would not be there yet",
                    f"`{name}` 的时间为 {dated}，晚于所询问的时刻，届时尚不存在",
                )
            )
        raise cannot_judge(
            f"`{name}` is dated {dated}, which is in the future",
            f"`{name}` 的时间为 {dated}，在未来",
            Advice(
                "Correct `as_at` in the binding",
                "请修正绑定中的 `as_at`",
                Text(f"Correct the column As at in {row_of(name).en}", f"请修正{row_of(name).zh}的“数据时间”"),
            ),
        )

    def engine(self) -> Engine:
        """The engine of the run, which can read the files that are bound, those of folders too. Raises CannotJudge
        once the run is over."""
        from readiness.evidence.engine import Engine

        with self._lock:
            if self._closed:
                # a check that outlived the run would leave the engine's files behind
                raise timed_out(str(self.folder))
            if self._engine is None:
                self._engine = Engine(self._readable())
            return self._engine

    def _readable(self) -> list[Path]:
        """The real files that are bound; the engine may read no others, and can't be told of more later."""
        found: list[Path] = []
        for binding in self.bindings.values():
            try:
                if binding.file is not None:
                    found.append(self._path(binding.file))
                elif binding.folder is not None:
                    folder = self._path(binding.folder)
                    found += (folder / path for path in paths_of_folder(folder))
            except (NotSupplied, CannotJudge, OSError):
                # whoever asks for it gets this answer
                continue
        return found


def _other_sort(name: str, wanted: Text, example: str) -> CannotJudge:
    return cannot_judge(
        f"`{name}` is bound to something else than {wanted.en}",
        f"`{name}` 绑定的不是{wanted.zh}",
        Text(f"Bind it so: {name}: {{{example}}}", f"请这样绑定：{name}: {{{example}}}"),
    )
