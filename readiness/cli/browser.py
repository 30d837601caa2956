"""The one home of Chromium: it prints a page of ours as a PDF or a picture. Started anew for each, without network, and
ended with all its processes when it takes too long."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from readiness.cli.errors import NotWritten
from readiness.model.text import Text
from readiness.reporting.page import Page

SECONDS = 60.0
VARIABLE = "READINESS_CHROMIUM"
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_SCALE = 2  # a picture in a chat is looked at on a phone
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers have little of it
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    # No name is resolved and no address reached, whatever a page asks for; ours ask for nothing.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
)


def find_browser(environ: Mapping[str, str]) -> Path | None:
    """Chromium, or a browser that is built on it: the program that the variable names, else an installed one."""
    if named := environ.get(VARIABLE):
        found = shutil.which(named, path=environ.get("PATH"))
        return Path(found) if found else None
    for program in _PROGRAMS:
        if found := shutil.which(program, path=environ.get("PATH")):
            return Path(found)
    return next((Path(place) for place in _PLACES if Path(place).is_file()), None)


def print_page(page: Page, name: str, *, seconds: float = SECONDS) -> bytes:
    """The page as a PDF, or as a PNG where it has a size. Raises NotWritten, where there is no browser too."""
    browser = find_browser(os.environ)
    if browser is None:
        raise NotWritten(missing(name), MISSING_HINT)
    # What the browser still writes as it is ended must not end the command.
    with tempfile.TemporaryDirectory(prefix="readiness-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "page.html", Path(folder) / f"printed.{name}"
        source.write_text(page.html, encoding="utf-8")
        command = [str(browser), *_FLAGS, *_as_user(), f"--user-data-dir={folder}/profile", *_what(page, target)]
        said = _run([*command, source.as_uri()], Path(folder), name, seconds)
        return _printed(target, name, said)


def missing(name: str) -> Text:
    return Text(
        f"--report {name}: no Chromium is installed to make it with",
        f"--report {name}：没有安装用于生成它的 Chromium",
    )


MISSING_HINT = Text(
    f"Install Chromium (Debian: apt-get install chromium fonts-noto-cjk), name another in {VARIABLE}, or take "
    "--report html, which a browser prints",
    f"请安装 Chromium（Debian：apt-get install chromium fonts-noto-cjk），或用环境变量 {VARIABLE} 指定其他程序，"
    "也可以用 --report html，再由浏览器打印",
)


_FAILED_HINT = Text(
    f"Make it again with `readiness render RUN --report`, name another browser in {VARIABLE}, or take --report html, "
    "which a browser prints",
    f"请用 `readiness render 运行 --report` 重新生成，或用环境变量 {VARIABLE} 指定其他浏览器，"
    "也可以用 --report html，再由浏览器打印",
)


def _as_user() -> tuple[str, ...]:
    """Chromium's own sandbox does not work for root, as whom containers run; for everybody else it stays on."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()


def _what(page: Page, target: Path) -> tuple[str, ...]:
    if page.size is None:
        return ("--no-pdf-header-footer", f"--print-to-pdf={target}")
    width, height = page.size
    return (f"--force-device-scale-factor={_SCALE}", f"--window-size={width},{height}", f"--screenshot={target}")


def _run(command: list[str], folder: Path, name: str, seconds: float) -> str:
    """What the browser said. Its processes are a group of their own, so that none outlives the time limit."""
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    environment = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if key in os.environ} | home
    try:
        process = subprocess.Popen(  # noqa: S603  the program that was looked for, with flags of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise NotWritten(_failed(name, str(error)), _FAILED_HINT) from error
    try:
        _, said = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise NotWritten(
            Text(
                f"The {name} report could not be made: the browser took longer than {seconds:g} s",
                f"无法生成 {name} 报告：浏览器超过 {seconds:g} 秒未完成",
            ),
            _FAILED_HINT,
        ) from None
    finally:
        _end(process)
    return said.decode("utf-8", "replace") or f"exit code {process.returncode}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole group, also of a browser whose first process has ended and left others behind."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    if process.stderr is not None:
        process.stderr.close()


def _printed(target: Path, name: str, said: str) -> bytes:
    try:
        content = target.read_bytes()
    except OSError:
        content = b""
    if content.startswith((b"%PDF-", b"\x89PNG\r\n\x1a\n")):
        return content
    lines = [line for line in said.splitlines() if line.strip() and "dbus" not in line]
    raise NotWritten(_failed(name, lines[-1] if lines else "-"), _FAILED_HINT)


def _failed(name: str, said: str) -> Text:
    return Text(
        f"The {name} report could not be made; the browser said: {said}",
        f"无法生成 {name} 报告；浏览器的信息：{said}",
    )
