"""Judging the links themselves: source tags in the query, each combination once. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlsplit

from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.http.facts import Endpoint, Seen
from readiness.probes.http.settings import QueryRule
from readiness.probes.http.words import finding, short

_CAMPAIGN = "{campaign.id}"

Tags = dict[str, list[str]]


def link_findings(rule: QueryRule, seen: Sequence[Seen], campaign: str) -> Iterator[Finding]:
    """What is wrong with the query of each link, as listed and after redirects."""
    first: dict[tuple[str, ...], Endpoint] = {}
    for each in seen:
        endpoint = each.endpoint
        tags = _tags(endpoint.url.reveal())
        missing = [key for key in rule.required if not any(value.strip() for value in tags.get(key, []))]
        for key in missing:
            yield finding(
                endpoint,
                f"{key}=...",
                _said(tags, key),
                _message(f"The link lacks the tag {key}", f"链接缺少标签 {key}"),
            )
        yield from _values(rule, endpoint, tags, campaign)
        if rule.kept:
            yield from _kept(rule, each, tags)
        if rule.unique and not missing:
            combination = tuple(tags[key][0] for key in rule.required)
            if combination in first:
                yield _same_tags(endpoint, first[combination], rule, combination)
            first.setdefault(combination, endpoint)


def _tags(url: str) -> Tags:
    tags: Tags = {}
    for key, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        tags.setdefault(key, []).append(value)
    return tags


def _keys(rule: QueryRule) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*rule.required, *rule.equals]))


def _values(rule: QueryRule, endpoint: Endpoint, tags: Tags, campaign: str) -> Iterator[Finding]:
    for key in _keys(rule):
        values = tags.get(key, [])
        if len(values) > 1:
            message = _message(f"The tag {key} stands twice", f"标签 {key} 出现了多次")
            yield finding(endpoint, Text(f"{key} once", f"{key} 只出现一次"), _said(tags, key), message)
        if rule.lower_case and any(value != value.lower() for value in values):
            message = _message(
                f"The tag {key} has capitals, so reports will split it", f"标签 {key} 含大写字母，报表会分成两个来源"
            )
            yield finding(endpoint, Text(f"{key} in lower case", f"{key} 全小写"), _said(tags, key), message)
    for key, expected in rule.equals.items():
        wanted = expected.replace(_CAMPAIGN, campaign)
        if tags.get(key) != [wanted]:
            message = _message(f"The tag {key} is not {wanted}", f"标签 {key} 不是 {wanted}")
            yield finding(endpoint, f"{key}={wanted}", _said(tags, key), message)


def _kept(rule: QueryRule, seen: Seen, tags: Tags) -> Iterator[Finding]:
    answered = [sample for sample in seen.samples if sample.failure is None]
    if not answered:
        return
    final = _tags(answered[-1].final_url)
    for key in _keys(rule):
        if key in tags and final.get(key) != tags[key]:
            message = _message(f"A redirect loses the tag {key}", f"跳转后丢失了标签 {key}")
            required = f"{key}={short(','.join(tags[key]))}"
            yield finding(
                seen.endpoint, Text(f"{required} after redirects", f"跳转后仍为 {required}"), _said(final, key), message
            )


def _same_tags(endpoint: Endpoint, first: Endpoint, rule: QueryRule, combination: tuple[str, ...]) -> Finding:
    shown = short(", ".join(f"{key}={value}" for key, value in zip(rule.required, combination, strict=True)))
    return finding(
        endpoint,
        Text("tags that no other link has", "与其他链接不同的标签组合"),
        Text(f"{shown}, as {first.subject} ({first.where})", f"{shown}，与 {first.subject}（{first.where}）相同"),
        Text("Two links carry the same tags, so their visits can't be told apart", "两条链接的标签相同，无法区分来源"),
    )


def _said(tags: Tags, key: str) -> Text:
    if key not in tags:
        return Text(f"no {key}", f"没有 {key}")
    return Text.same(short(" & ".join(f"{key}={value}" for value in tags[key])))


def _message(en: str, zh: str) -> Text:
    return Text(en, zh)
