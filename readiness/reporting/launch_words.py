"""What people signed on a run, said in one language."""

from __future__ import annotations

from readiness.model.launch import LaunchWord
from readiness.model.signoff import Verdict
from readiness.model.vocabulary import role_words
from readiness.reporting.cleaning import clean_line
from readiness.reporting.story import LaunchStory
from readiness.reporting.wording import Wording

_VOID = "!"


def launch_story(word: LaunchWord, wording: Wording) -> LaunchStory:
    """`✓ Launch approved by 许宏 (sponsor), Wed 17 June, 20:00`, or why the word counts for nothing."""
    approved = word.verdict is Verdict.APPROVED
    values = {
        "person": clean_line(word.person),
        "role": wording.text(role_words(word.role)) or clean_line(word.role),
        "moment": wording.calendar.start(word.at),
    }
    if word.problem is not None:
        key = "signed.approved-void" if approved else "signed.refused-void"
        return LaunchStory(_VOID, wording.say(key, **values, problem=wording.text(word.problem)), counts=False)
    line = wording.say("signed.approved" if approved else "signed.refused", **values)
    if word.signed:
        line = wording.say("signed.with-signature", line=line)
    if comment := clean_line(word.comment):
        line = wording.say("signed.with-comment", line=line, comment=comment)
    return LaunchStory("✓" if approved else "✗", line, counts=True)
