"""A report format that can't be made, for tests of what happens to the others."""

from readiness.model.run import Run
from readiness.reporting.report import Look

NAME = "broken"
MEDIA_TYPE = "text/plain"
EXTENSION = "txt"


def render(run: Run, look: Look) -> str:
    raise ZeroDivisionError(f"{run.campaign.id} in {look.lang}")
