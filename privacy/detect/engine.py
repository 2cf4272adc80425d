"""The detector: rules, names, a resolver, until nothing more is found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from privacy.detect.address import AddressFinder
from privacy.detect.lexicon import load_lexicon, load_weights
from privacy.detect.names import Names
from privacy.detect.normalise import MASK_OTHER, MASK_PERSON, Normalised, normalise
from privacy.detect.resolve import join_names, resolve, weigh_names
from privacy.detect.scan import Scan
from privacy.detect.span import PIIType, Span
from privacy.detect.tokens import Tokeniser

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from privacy.detect.span import Detector, NameFinder

    Rules = Callable[[Sequence[str]], list[list[Span]]]

_MOST_ROUNDS = 4


def directly(scan: Scan) -> Rules:
    """Return what runs the rules by themselves; `privacy.detect.presidio` has another way."""
    return lambda texts: [scan.find(text) for text in texts]


def build_detector(
    name_finder: NameFinder | None = None, run: Callable[[Scan], Rules] = directly
) -> Detector:
    """Return a detector of all types; `name_finder` adds the names that a model finds.

    `run` says how the rules are run on normalised texts; what they find is the same.

    The detector keeps no state between calls and may be shared by threads, as far as
    `name_finder` may. Importing this module is cheap; building reads the lists.

    Raises:
        PrivacyError: a data file is missing or is not the one that was locked.

    Guarantee: nothing here opens a socket or a file other than the locked lists.
    """
    lexicon = load_lexicon()
    scan = Scan(AddressFinder(lexicon))
    tokeniser, weights = Tokeniser(lexicon), load_weights()
    return RuleDetector(run(scan), lambda: Names(tokeniser, weights), name_finder)


class TextNameFinder(Protocol):
    """Finds names by rule."""

    def find(self, text: str) -> list[Span]:
        """Return the PERSON spans of normalised text."""
        ...

    def possible(self, text: str) -> bool:
        """Tell whether `plausible` may keep any span of this text."""
        ...

    def plausible(self, text: str, spans: Sequence[Span]) -> list[Span]:
        """Return the spans of a model in `text` that may be persons."""
        ...


@dataclass(frozen=True, slots=True)
class RuleDetector:
    """Rules, names and a model's names, resolved."""

    analyse: Rules
    names: Callable[[], TextNameFinder]
    name_finder: NameFinder | None

    def detect(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return per text its spans, in order, without overlaps; offsets in code points.

        Guarantee: detecting again in the text with these spans replaced finds nothing (up to
        four rounds; texts that need more are made on purpose).
        """
        names, plain = self.names(), [normalise(text) for text in texts]
        if self.name_finder is None:
            return self._by_rules(plain, names)
        read = [_readable(text, each) for text, each in zip(texts, plain, strict=True)]
        worth = [at for at, each in enumerate(read) if names.possible(each.text)]
        with ThreadPoolExecutor(1) as beside:  # a model computes outside Python
            by_model = beside.submit(self.name_finder.find, [read[at].text for at in worth])
            by_rules = self._by_rules(plain, names)
        seen = dict(zip(worth, by_model.result(), strict=True))
        return [
            join_names(text, weigh_names(ours, _seen(each, seen.get(at, []), names)))
            for at, (text, ours, each) in enumerate(zip(texts, by_rules, read, strict=True))
        ]

    def _by_rules(self, texts: Sequence[Normalised], names: TextNameFinder) -> list[list[Span]]:
        work = list(texts)
        found: list[list[Span]] = [[] for _ in texts]
        todo = list(range(len(texts)))
        for _ in range(_MOST_ROUNDS):
            todo = self._round(work, found, todo, names)
            if not todo:
                break
        return found

    def _round(
        self,
        work: list[Normalised],
        found: list[list[Span]],
        todo: list[int],
        names: TextNameFinder,
    ) -> list[int]:
        """Add what this round finds to `found`, mask it in `work`; return what to look at again."""
        again = []
        for at, spans in zip(todo, self.analyse([work[at].text for at in todo]), strict=True):
            text = work[at]
            local = resolve([*spans, *names.find(text.text)])
            if local:
                origin = [_origin(text, span) for span in local]
                found[at] = resolve([*found[at], *origin])
                work[at] = masked(text, local)
                again.append(at)
        return again


def _seen(text: Normalised, seen: Sequence[Span], names: TextNameFinder) -> list[Span]:
    return [_origin(text, span) for span in names.plausible(text.text, seen)]


def _readable(text: str, plain: Normalised) -> Normalised:
    """Return what a model of names reads: disguises undone, placeholders left as words."""
    masks = MASK_PERSON in plain.text or MASK_OTHER in plain.text
    return Normalised(text) if masks else plain


def _origin(text: Normalised, span: Span) -> Span:
    start, end = text.origin(span.start, span.end)
    return replace(span, start=start, end=end)


def masked(text: Normalised, spans: Sequence[Span]) -> Normalised:
    """Return the text with each span as one mask, as if the placeholders had been read."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for span in [*spans, None]:
        stop = span.start if span else len(text.text)
        parts.append(text.text[at:stop])
        starts += text.starts[at:stop] if text.starts is not None else range(at, stop)
        ends += text.ends[at:stop] if text.ends is not None else range(at + 1, stop + 1)
        if span:
            start, end = text.origin(span.start, span.end)
            parts.append(MASK_PERSON if span.type is PIIType.PERSON else MASK_OTHER)
            starts.append(start)
            ends.append(end)
            at = span.end
    return Normalised("".join(parts), starts, ends)
