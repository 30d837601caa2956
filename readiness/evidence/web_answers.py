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

Method = Literal["GET", "HEAD", "POST"]
Looking = Literal["GET", "HEAD"]
"""Methods that change nothing (RFC 9110, 9.2.1)."""


class TimeUp(Exception):
    """Our own time ended before the target's was over: our side stopped asking, so nothing is known of the target."""


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
    on the way to ask the origin; at most `max_body` bytes (unpacked) of the answer are read. `follow` no: a redirect is
    the answer itself. A POST is never followed, since that would send it twice. `headers` are sent to the asked host
    alone, as are those that the campaign pairs with it, which win; `paired` no: the latter are kept back."""

    url: Secret
    used_in: Text
    method: Method = "GET"
    user_agent: str = USER_AGENT
    max_redirects: int = 5
    max_body: int = 5_000_000
    fresh: bool = True
    follow: bool = True
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    paired: bool = True


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What came back. `url` and `final_url` hold the values of variables: redaction takes them out where facts are
    recorded. Header names are in lower case, values of one name joined by `, `; `seconds` is the time until the last
    byte read, redirects and connecting included; `cut` says that the body went on beyond `max_body`, `in_clear` that
    an address on the way was plain http."""

    url: str
    final_url: str
    seconds: float
    failure: Failure | None = None
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False
    in_clear: bool = False


def after_tries(words: Text, tries: int, held_back: Text | None) -> Text:
    """What went wrong, with how often it was asked and why not more often."""
    en = [f"{tries} tries"] if tries > 1 else []
    zh = [f"共尝试 {tries} 次"] if tries > 1 else []
    if held_back is not None:
        en.append(held_back.en)
        zh.append(held_back.zh)
    return Text(f"{words.en} ({'; '.join(en)})", f"{words.zh}（{'；'.join(zh)}）") if en else words
