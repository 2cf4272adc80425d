"""Two error trees: what must never be retried, and what may be.

Messages carry rule ids and counts, never content of a post.
"""

from __future__ import annotations


class StadspolsError(Exception):
    """A failure with the id of the rule that was broken and a message without content."""

    exit_code = 1

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(f"[{rule}] {message}")
        self.rule = rule
        self.message = message


class PrivacyError(StadspolsError):
    """A guarantee would be broken. Never retried."""

    exit_code = 3


class Permanent(StadspolsError):  # noqa: N818 - the retry policy is the type's name
    """Trying again gives the same failure: bad input, bad configuration."""

    exit_code = 2


class Transient(StadspolsError):  # noqa: N818 - the retry policy is the type's name
    """Trying again may succeed: a busy catalogue, a source that is down."""

    exit_code = 75
