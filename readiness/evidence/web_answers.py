"""What is asked of the web and what comes back. No client here, so that rules and settings can name these types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal

from readiness import __version__
from readiness.model.secret import Secret
from readiness.model.text import Text

USER_AGENT: Final = f"readiness/{__version__}"

Method = Literal["GET", "HEAD"]


class FailureKind(StrEnum):
    NAME = "name"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    BROKEN = "broken"
    REDIRECT = "redirect"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Failure:
    """A fault of the target. `lasting` ones are the same on every try, so they are not tried again."""

    kind: FailureKind
    words: Text
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class WebRequest:
    """What to ask. The name of `url` is the URL as people wrote it; `used_in` says where it stands. `fresh` asks caches
    on the way to ask the origin; at most `max_body` bytes (unpacked) of the body are read."""

    url: Secret
    used_in: Text
    method: Method = "GET"
    user_agent: str = USER_AGENT
    max_redirects: int = 5
    max_body: int = 5_000_000
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What came back. `url` and `final_url` hold the values of variables: redaction takes them out where facts are
    recorded. Header names are in lower case, values of one name joined by `, `; `seconds` is the time until the last
    byte read, redirects and connecting included; `cut` says that the body went on beyond `max_body`."""

    url: str
    final_url: str
    seconds: float
    failure: Failure | None = None
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False
