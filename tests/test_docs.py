"""The documents are true: commands run, output is real, links lead somewhere, everything has its page."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from readiness.cli.main import COMMANDS
from readiness.model.exit_codes import ExitCode
from readiness.probes.registry import KINDS
from readiness.reporting.registry import PRINTED, REPORTS
from tests import readme_output
from tests.worlds import ROOT, copy_of

READMES = ("README.md", "README.zh-CN.md")
GUIDES = ("docs/guide.md", "docs/guide.zh-CN.md")
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md"))
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
OWN_FOLDER = re.compile(rf"(?<![\w.])(?:{re.escape(str(ROOT))}|/(?:work|home|root|Users)/\w)")
MACHINE = re.compile(r"(?<![\w.])/(work|home|root|tmp|Users|usr)/\w|[A-Z]:\\\\|localhost:\d{2,}|127\.0\.0\.1:\d{2,}")


def read(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def commands_in(page: str) -> list[str]:
    """Every `readiness ...` line of the fenced blocks, without its comment."""
    lines = [line for block in FENCE.findall(read(page)) for line in block.splitlines()]
    return [line.partition("  #")[0].strip() for line in lines if line.startswith("readiness ")]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Every relative link names a file or folder of the project."""
    targets = [link.partition("#")[0] for link in LINK.findall(FENCE.sub("", read(page))) if "://" not in link]
    missing = [target for target in targets if target and not (ROOT / page).parent.joinpath(target).exists()]
    assert not missing


@pytest.mark.parametrize("page", READMES)
def test_pictures_are_there(page: str) -> None:
    """Every picture that a README shows is a file of the project, and says in words what it shows."""
    pictures = re.findall(r'<img src="([^"]*)" width="\d+" alt="([^"]+)">', read(page))
    assert len(pictures) == read(page).count("<img") > 0
    assert all((ROOT / source).is_file() for source, _ in pictures)


@pytest.mark.parametrize("page", PAGES)
def test_no_machine_is_named(page: str) -> None:
    """No path, port or address of the machine that wrote it stands in a document."""
    assert not MACHINE.findall(read(page))


@pytest.mark.parametrize("page", [*READMES, *GUIDES])
def test_commands_are_written_as_they_are(page: str) -> None:
    """Every command of the pages that users copy from exists, with every option that it is given."""
    from readiness.cli.main import _Commands

    known = _Commands()
    commands = commands_in(page)
    assert commands
    for line in commands:
        words = shlex.split(line)[1:]
        if words == ["--version"]:
            continue
        options = {option for parameter in known[words[0]].params for option in parameter.opts}
        assert {word for word in words[1:] if word.startswith("-")} <= options, line


@pytest.mark.parametrize("page", [READMES[0], GUIDES[0]])
def test_commands_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command that users copy runs, in the order of the page: none is wrong use or invalid input."""
    from readiness.cli.main import main

    folder = copy_of("go", tmp_path)
    copy_of("no-go", folder / "examples")
    campaign = folder / "campaign.yaml"  # a campaign that is over can't be waived for
    campaign.write_text(campaign.read_text("utf-8").replace("end: 2026-06-20", "end: 2126-06-20"), "utf-8")
    monkeypatch.chdir(folder)
    for line in commands_in(page):
        words = shlex.split(line)[1:]
        if words[0] == "init":
            words += ["--launch", "2026-06-18T00:00:00+08:00"]  # asked for where there is a terminal
        records = sorted(Path(".readiness", "runs").glob("*.json"))
        words = [str(records[-1]) if word == ".readiness/runs/RUN.json" else word for word in words]
        assert main(words) in {*range(2), *range(3, 6)}, line


@pytest.mark.parametrize("page", [*READMES, *GUIDES])
@pytest.mark.parametrize("code", list(ExitCode))
def test_exit_codes_are_told(page: str, code: ExitCode) -> None:
    """The table of exit codes in both READMEs is whole; the guides lead to it."""
    if page in GUIDES:
        assert "README" in read(page)
        return
    rows = [line for line in read(page).splitlines() if line.startswith("|")]
    assert any(re.search(rf"\b{code.value}\b", row.split("|")[1]) for row in rows)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_page(kind: str) -> None:
    """A probe kind has a page that names each of its settings."""
    from readiness.probes.registry import load_kind

    page = read(f"docs/probes/{kind}.md")
    missing = [name for name in load_kind(kind).Settings.model_fields if f"`{name}`" not in page]
    assert not missing


@pytest.mark.parametrize("kind", KINDS)
def test_examples_of_a_kind_are_settings(kind: str) -> None:
    """Every probe that a kind's page shows as an example is one that its settings take."""
    from readiness.probes.registry import load_kind

    blocks = re.findall(r"^```yaml\n(.*?)^```", read(f"docs/probes/{kind}.md"), re.MULTILINE | re.DOTALL)
    written = [yaml.load(block, yaml.BaseLoader) for block in blocks]  # every scalar as the text that was typed
    probes = [check["probe"] for block in written for check in block.get("checks", [block]) if "probe" in check]
    assert probes
    for probe in probes:
        name = probe.pop("kind")
        load_kind(name).Settings.model_validate(probe)


@pytest.mark.parametrize("report", [*REPORTS, *PRINTED])
def test_each_report_format_has_its_page(report: str) -> None:
    """A report format has a page that names it as users write it."""
    assert f"--report {report}" in read(f"docs/reports/{report}.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_told(command: str) -> None:
    """A command stands in the README or in the guide, in each language."""
    for pages in (("README.md", "docs/guide.md"), ("README.zh-CN.md", "docs/guide.zh-CN.md")):
        assert any(f"readiness {command}" in read(page) for page in pages)


def test_both_languages_say_the_same() -> None:
    """The pages in Chinese show the same commands, tables and headings as those in English."""
    for english, chinese in ((READMES[0], READMES[1]), (GUIDES[0], GUIDES[1])):
        assert [re.sub(r'"[^"]*"', '""', line) for line in commands_in(english)] == [
            re.sub(r'"[^"]*"', '""', line) for line in commands_in(chinese)
        ]
        for mark in (r"^## ", r"^\|", r"^```"):
            count = [len(re.findall(mark, read(page), re.MULTILINE)) for page in (english, chinese)]
            assert count[0] == count[1], (english, mark)


@pytest.mark.parametrize("page", READMES)
def test_checks_and_kinds_are_counted(page: str) -> None:
    """The numbers of built-in checks and of kinds in both READMEs are those that ship."""
    from readiness.loading.shipped import BUILT_IN, shipped_checklists

    files = [yaml.safe_load(shipped_checklists()[name].read_text("utf-8")) for name in BUILT_IN]
    text = " ".join(read(page).split())
    assert [int(n) for n in re.findall(r"hold (\d+) checks|共有 (\d+) 个检查项", text)[0] if n] == [
        sum(len(file["checks"]) for file in files)
    ]
    assert [int(n) for n in re.findall(r"(\d+) kinds|共 (\d+) 种", text)[0] if n] == [len(KINDS)]


@pytest.mark.parametrize("name", ["go", "no-go", "storefront"])
def test_the_evidence_of_the_examples_is_counted(name: str) -> None:
    """examples/README.md says of each example how many tables, documents, files and addresses it binds."""
    bound = yaml.safe_load(read(f"examples/{name}/campaign.yaml"))["evidence"].values()
    folders = [binding["folder"] for binding in bound if "folder" in binding]
    documents = [
        one for one in bound if "folder" in one or str(one.get("file", "")).endswith((".md", ".jtl", ".xml", ".json"))
    ]
    addresses = [binding for binding in bound if "url" in binding]
    tables = len(bound) - len(documents) - len(addresses)
    files = len({binding["file"] for binding in bound if "file" in binding})
    files += sum(path.is_file() for folder in folders for path in (ROOT / "examples" / name / folder).rglob("*"))
    counts = [tables, len(documents), files, *([len(addresses)] if addresses else [])]
    rows = [line.split("|")[3] for line in read("examples/README.md").splitlines() if line.startswith(f"| [{name}]")]
    assert [[int(n) for n in re.findall(r"\d+", cell)] for cell in rows] == [counts, counts]


def test_tests_that_a_page_names_exist() -> None:
    """Each test that docs/false-go.md links to stands in that file."""
    named = re.findall(r"\[(test_\w+)\]\(\.\./([\w/.]+)\)", read("docs/false-go.md"))
    assert named
    assert [test for test, file in named if f"def {test}(" not in read(file)] == []


def test_modules_that_the_map_names_exist() -> None:
    """Every module in the map of docs/architecture.md is there, in the folder that its row names first."""
    page = read("docs/architecture.md").partition("## Where things are\n")[2].partition("\n## ")[0]
    missing = []
    for row in page.splitlines()[3:]:
        folder = ""
        for path in re.findall(r"`([a-z_/]+(?:\*|\w)*(?:\.py|/))`", row):
            folder = path.rpartition("/")[0] or folder
            wanted = path if "/" in path else f"{folder}/{path}"
            if not list((ROOT / "readiness").glob(wanted.rstrip("/"))):
                missing.append(wanted)
    assert missing == []
    assert "`probes/tabular/`" in page


@pytest.mark.parametrize(("page", "language"), readme_output.READMES.items())
def test_the_output_is_real(page: str, language: str) -> None:
    """What a README shows is what its second command prints, but for the instant of the run."""
    match = readme_output.BLOCK.search(read(page))
    assert match, "the README shows no output"
    assert readme_output.steady(readme_output.real(language)) == readme_output.steady(match[0])
    assert len(match[0].splitlines()) > 20


def test_no_machine_path_in_the_project() -> None:
    """No file that ships, runs or tests names a folder of the machine that it was written on."""
    suffixes = {".py", ".yaml", ".toml", ".j2", ".css", ".json"}
    folders = ("readiness", "checklists", "reports", "examples", "benchmarks", "tests")
    files = [p for folder in folders for p in (ROOT / folder).rglob("*") if p.suffix in suffixes]
    assert files
    named = [p.relative_to(ROOT).as_posix() for p in files if OWN_FOLDER.search(p.read_text("utf-8", "replace"))]
    assert not named


def test_make_targets_exist() -> None:
    """Every `make` target that a document names is in the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", read(page), re.MULTILINE)}
    assert {name for pair in named for name in pair if name} <= targets


def test_the_license_is_whole() -> None:
    """The licence is the full text of Apache-2.0."""
    text = read("LICENSE")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert Path(ROOT / "pyproject.toml").read_text("utf-8").count('license = "Apache-2.0"') == 1
