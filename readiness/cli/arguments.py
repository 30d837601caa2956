"""Arguments and options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli import complete


class Language(StrEnum):
    EN = "en"
    ZH = "zh"


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


class Colour(StrEnum):
    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


CampaignArgument = Annotated[
    Path, typer.Argument(metavar="CAMPAIGN", help="The campaign file, or the folder that holds it.")
]
CampaignOption = Annotated[
    Path, typer.Option("--campaign", metavar="PATH", help="The campaign file, or the folder that holds it.")
]
CampaignOfRunOption = Annotated[
    Path | None,
    typer.Option(
        "--campaign",
        metavar="PATH",
        help="The campaign of the run; default: the one that keeps the record, or that of the current folder.",
    ),
]
LangOption = Annotated[
    Language | None,
    typer.Option(
        "--lang", metavar="en|zh", help="Language of what is written; default: the campaign's, then the locale's."
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="MOMENT",
        help="Judge as at this moment if nothing more is supplied: T-48h, warm-up-1d, or an instant with its offset.",
    ),
]
ReportOption = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORMAT[=PATH]",
        autocompletion=complete.report_formats,
        help="Write a report; repeatable. Without a path, or with -, to standard output.",
    ),
]
ColourOption = Annotated[
    Colour, typer.Option("--color", metavar="auto|always|never", help="Colour on the terminal; auto respects NO_COLOR.")
]
PersonOption = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="PERSON",
        autocompletion=complete.people,
        help="Who says so: the id of one of the campaign's people.",
    ),
]
RoleOption = Annotated[
    str,
    typer.Option("--role", metavar="ROLE", autocompletion=complete.roles, help="The role in which the person speaks."),
]
RunArgument = Annotated[
    str,
    typer.Argument(metavar="RUN", help="A recorded run: its number, the beginning of its digest, or its JSON file."),
]

PhaseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--phase",
        metavar="PHASE",
        autocompletion=complete.phases,
        help="Ask only these phases: planning, execution, technical, analysis; repeatable or with commas.",
    ),
]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="CHECK",
        autocompletion=complete.check_ids,
        help="Ask only these checks; repeatable or with commas.",
    ),
]
SkipOption = Annotated[
    list[str] | None,
    typer.Option(
        "--skip",
        metavar="CHECK",
        autocompletion=complete.check_ids,
        help="Do not ask these checks; repeatable or with commas.",
    ),
]
AcceptOption = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="WHAT",
        autocompletion=complete.accepted,
        help="Exit 0 also for these: conditional-go, not-yet, partial; repeatable or with commas.",
    ),
]
RecordOption = Annotated[
    Path | None,
    typer.Option(
        "--record", metavar="DIR", help="Folder of the run records; default: .readiness/runs by the campaign."
    ),
]
FormatOption = Annotated[
    Format, typer.Option("--format", metavar="text|json", help="Words for people, or JSON for programs.")
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Leave nothing out of what is told on the terminal.")
]
LinkOption = Annotated[
    str,
    typer.Option(
        "--link",
        metavar="URL",
        help="Where the whole report can be read, for chat and png; default: the HTML file that is written too.",
    ),
]
NoRecordOption = Annotated[bool, typer.Option("--no-record", help="Save no record of the run.")]
JobsOption = Annotated[int, typer.Option("--jobs", metavar="N", min=1, max=256, help="Checks probed at a time.")]
ProbeTimeoutOption = Annotated[str, typer.Option("--probe-timeout", metavar="DURATION", help="Time for one check.")]
TimeoutOption = Annotated[str, typer.Option("--timeout", metavar="DURATION", help="Time for the whole run.")]
AllowOutsideOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--allow-outside",
        metavar="DIR",
        help="A folder outside the campaign's that may be read as well; repeatable.",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Write the named reports only, and errors.")]

DEFAULT_CAMPAIGN = Path()
"""The current folder, whichever of the two campaign files it holds."""
