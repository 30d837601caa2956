"""`readiness schema`: the JSON Schema of the files that people write."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from readiness.cli.console import document


class SchemaOf(StrEnum):
    CAMPAIGN = "campaign"
    CHECKLIST = "checklist"


def command(
    what: Annotated[SchemaOf, typer.Argument(metavar="campaign|checklist", help="Of which file.")] = SchemaOf.CAMPAIGN,
) -> None:
    """Print the JSON Schema of a file, for completion in editors.

    Save it, and name it in the first line of your file: # yaml-language-server: $schema=campaign.schema.json
    """
    from readiness.loading.json_schema import schema_for

    document(json.dumps(schema_for(what.value), ensure_ascii=False, indent=2) + "\n")
