"""What a history tells of a record, without reading all of it: a record of 2,000 checks has 10 MB."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from readiness.history.json_nodes import Node, parse
from readiness.history.reading import check_schema, parse_run, read_scope
from readiness.history.store import number_of
from readiness.model.decision import Answer
from readiness.model.outcome import Status
from readiness.model.past import PastRun
from readiness.model.run import Run
from readiness.model.text import Text

# A record is written with each key on a line of its own, indented by its depth, and no text in JSON holds a line end:
# what stands at the start of a line is a key, and its depth tells whose.
_BODY = b',\n  "loosened": ['
_STATUS = re.compile(rb'\n      "status": "([a-z-]+)",\n')


@dataclass(frozen=True, slots=True)
class Summary:
    """One record: whose campaign it is, which record it names before it, and how it ended."""

    campaign: str
    previous: str | None
    run: PastRun


def summarise(path: Path, content: bytes, sha256: str) -> Summary:
    """`sha256` is of the content. Raises InvalidRecord. A record that was laid out otherwise is read whole."""
    head, body, rest = content.partition(_BODY)
    if not body:
        run = parse_run(content)
        return Summary(run.campaign.id, run.previous, past_run(number_of(path), run, sha256))
    root = parse(head + b"\n}")
    check_schema(root)
    keys = root.mapping()
    try:
        past = PastRun(
            number=number_of(path),
            sha256=sha256,
            at=keys["at"].instant(),
            as_of=keys["as_of"].maybe(Node.instant),
            as_of_words=keys["as_of_words"].string(),
            scope=read_scope(keys["scope"]),
            answer=keys["decision"].mapping()["verdict"].one_of(Answer),
            counts={Node(status.decode()).one_of(Status): n for status, n in Counter(_STATUS.findall(rest)).items()},
        )
        return Summary(keys["campaign"].mapping()["id"].string(), keys["previous"].maybe(Node.string), past)
    except KeyError as missing:
        name = missing.args[0]
        raise root.wrong(Text(f"the key {name!r} is missing", f"缺少键“{name}”")) from None


def past_run(number: int, run: Run, sha256: str) -> PastRun:
    """A whole run as one among others."""
    return PastRun(
        number=number,
        sha256=sha256,
        at=run.at,
        as_of=run.as_of,
        as_of_words=run.as_of_words,
        scope=run.scope,
        answer=run.decision.answer,
        counts=Counter(outcome.status for outcome in run.outcomes),
    )
