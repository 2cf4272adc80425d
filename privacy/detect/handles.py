"""Recognisers of user names on platforms."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.contact import HANDLE, TLD
from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType

_NOT_NAMES = re.compile(
    r"@(?:here|everyone|all|allen|allemaal|iedereen|politie\w*|gemeente\w*|ns_?online|ns|"
    r"112\w*|rtl\w*|nos\w*|omroep\w*|knmi|vvd|pvv|pvda|d66|cda|ah|albertheijn|jumbo|kpn|ziggo|"
    r"tmobile|vodafone|postnl|connexxion|arriva|keolis\w*|ggd\w*|rivm|minister\w*|"
    r"checkscooters|mitsubishi|google|youtube|tiktok|instagram|facebook|twitter|media|admin|"
    r"mods?|moderators?|team|bot|chat|channel|school)\Z",
    re.IGNORECASE,
)
_PLATFORM = (
    r"(?:[👻📸📷🎮🐦🎵]|\b(?:insta(?:gram)?|ig|snap(?:chat)?|sc|tiktok|tt|discord|dc|telegram|tg|tele|wickr|signal|kik|twitch|psn|"
    r"xbox|steam|gamer ?tag|battle ?tag|tag|user(?:name)?|gebruikers?naam|gebruiker|inlog(?:naam)?|account|"
    r"handle|fb|facebook|nick(?:name)?|threema|session|epic|roblox|fortnite|ign|whitelist|add|pm|dm|admin|bsky|yt|strava|vinted|duolingo)\b)"
)
_ODD = re.compile(r"[_\d]|[a-z]\.[a-z]|[a-z][A-Z]")


def _is_handle(text: str) -> bool:
    return (
        re.search(r"[A-Za-z]", text) is not None
        and _ODD.search(text) is not None
        and not re.fullmatch(r"\d+\w?|\w+\.(?:nl|com|example|org)|\w{1,5}\d{1,2}", text)
    )


def _is_person_handle(text: str) -> bool:
    return _NOT_NAMES.match(text) is None


HANDLES: Final = (
    Recogniser(
        id="web.handle.at",
        min_digits=0,
        needs=("@",),
        type=PIIType.USERNAME,
        pattern=Regex(
            r"(?<![\w@/.])@ [\w]{2,20}(?: [._] \w{2,20}){1,2}(?!\w)|(?<![\w@/.])@(?: (?=[\w.]{1,30}[_\d]))?(?![\d.]+(?![\w.]))[\w](?:[\w.-]{0,60}[\w])?_?(?:@(?:[\w-]{1,63}+\.){1,4}[a-z]{2,12})?"
        ),
        accept=_is_person_handle,
        score=0.8,
        source="AVG art. 4(1), online identifier",
    ),
    Recogniser(
        id="web.handle.bluesky",
        min_digits=0,
        needs=(".bsky.social",),
        type=PIIType.USERNAME,
        pattern=Regex(r"(?<![\w@.-])[\w-]{2,40}\.bsky\.social(?!\w)"),
        score=0.9,
        source="AVG art. 4(1), online identifier; a handle of the AT Protocol",
    ),
    Recogniser(
        id="web.handle.reddit",
        min_digits=0,
        needs=("u/",),
        type=PIIType.USERNAME,
        pattern=Regex(r"(?<![\w/.])/?u/[\w-]{2,30}"),
        score=0.9,
        source="AVG art. 4(1), online identifier",
    ),
    Recogniser(
        id="web.handle.discord",
        min_digits=4,
        needs=("#",),
        type=PIIType.USERNAME,
        pattern=Regex(r"(?<![\w#])[A-Za-z][\w.]{1,31}#\d{4}(?!\w)"),
        score=0.9,
        source="AVG art. 4(1), online identifier",
    ),
    Recogniser(
        id="web.handle.platform",
        again=True,
        gate=Regex(r"_|[A-Za-z][.-]?\d|\d[.-]?[A-Za-z]|[a-z]\.[a-z]|[a-z][A-Z]"),
        min_digits=0,
        needs=(
            "insta",
            "ig ",
            "ig:",
            "snap",
            "sc ",
            "sc:",
            "tiktok",
            " tt",
            "disc",
            " dc",
            " tg",
            "tele",
            "wickr",
            "signal",
            "kik",
            "twitch",
            "psn",
            "xbox",
            "steam",
            "tag",
            "user",
            "gebruik",
            "inlog",
            "account",
            "handle",
            "fb",
            "facebook",
            "nick",
            "threema",
            "session",
            "epic",
            "roblox",
            "fortnite",
            "ign ",
            "whitelist",
            "add ",
            "pm ",
            "dm ",
            "admin",
            "bsky",
            "yt",
            "strava",
            "vinted",
            *"👻📸📷🎮🐦🎵",
        ),
        type=PIIType.USERNAME,
        pattern=Regex(
            rf"{_PLATFORM}(?:[ :=(→>➡👉|~-]{{1,4}}|(?:is|was|van|me|toe|op|heet|heette|nu) ){{1,4}}({HANDLE})(?![\w@])",
            re.IGNORECASE,
        ),
        accept=_is_handle,
        score=0.7,
        source="AVG art. 4(1), online identifier",
    ),
    Recogniser(
        id="web.handle.on",
        min_digits=0,
        needs=(
            " op insta",
            " op tiktok",
            " op snap",
            " op twitch",
            " op twitter",
            " op x",
            " op tele",
            " op discord",
            " op strava",
            " op vinted",
            " op marktplaats",
            " op bluesky",
        ),
        gate=Regex(r"[A-Za-z\d][._][A-Za-z\d]|[A-Za-z]\d|[a-z][A-Z]"),
        type=PIIType.USERNAME,
        pattern=Regex(
            rf"(?<![\w@#/.:-])({HANDLE})(?= op (?:insta(?:gram)?|tiktok|snap(?:chat)?|twitch|twitter|x|tele(?:gram)?|discord|strava|vinted|marktplaats|bluesky)(?!\w))",
            re.IGNORECASE,
        ),
        accept=_is_handle,
        score=0.65,
        source="AVG art. 4(1), online identifier; named as such afterwards",
    ),
    Recogniser(
        id="web.handle.colon",
        min_digits=0,
        needs=(
            "insta",
            "ig:",
            "ig :",
            "ig =",
            "ig=",
            "snap",
            "wickr",
            "telegram",
            "tg",
            "discord",
            "kik",
            "threema",
            "session",
            "psn",
            "tiktok",
            "gebruiker",
            "user",
            "account",
            "profiel",
            "gamertag",
        ),
        gate=Regex("[:=@'\"]"),
        type=PIIType.USERNAME,
        pattern=Regex(
            r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|wickr|telegram|tg|discord|kik|threema|session|psn|tiktok|gebruikersnaam|username|gamertag"
            rf") ?(?:[:=] ?@? ?|@ ?)({HANDLE})(?![\w@])|\b(?:gebruiker|user|account|profiel) ['\"]({HANDLE})['\"]",
            re.IGNORECASE,
        ),
        score=0.7,
        source="AVG art. 4(1), online identifier; named as such",
    ),
    Recogniser(
        id="web.handle.near",
        min_digits=0,
        needs=(
            "insta",
            "snap",
            "tiktok",
            "discord",
            "tele",
            "twitter",
            "facebook",
            " ig ",
            "twitch",
        ),
        gate=Regex(r"[a-z][._]|_"),
        type=PIIType.USERNAME,
        pattern=Regex(
            r"(?<![\w@#/.:-])[A-Za-z][A-Za-z0-9]{1,20}(?:[._][A-Za-z0-9]{1,20}){1,3}_?(?![\w@/]|\.\w)"
        ),
        accept=lambda text: re.search(rf"(?i)\.{TLD}\Z", text) is None,
        before=words(
            r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|tiktok|discord|telegram|twitter|facebook|twitch)\b[^.!?\n]{0,30}\Z"
        ),
        score=0.6,
        source="AVG art. 4(1), online identifier; its shape, near the name of a platform",
    ),
    Recogniser(
        id="web.handle.spoken",
        min_digits=0,
        needs=("underscore", "streepje", " punt ", " dot ", "staart"),
        type=PIIType.USERNAME,
        pattern=Regex(
            r"(?<!\w)(?:ape?n?staart(?:je)? )?[\w.-]{2,30}(?: (?:underscore|(?:laag|liggend) streepje|streepje|punt|dot) [\w.-]{1,30}){1,4}(?!\w)"
            r"|(?<!\w)ape?n?staart(?:je)? [\w.-]{3,30}(?!\w)",
            re.IGNORECASE,
        ),
        before=words(rf"{_PLATFORM}[^.!?\n]{{0,12}}\Z"),
        after=words(r"\A op (?:insta|snap|tiktok|twitter|x|telegram|discord|twitch|facebook)"),
        score=0.7,
        source="AVG art. 4(1), online identifier; signs written out, to evade filters",
    ),
    Recogniser(
        id="web.handle.shape",
        min_digits=0,
        needs=("_",),
        type=PIIType.USERNAME,
        pattern=Regex(
            r"(?<![\w@#/.:=&?%-])(?=[\w.]{4})[A-Za-z0-9.]{0,40}[A-Za-z0-9]_[\w.]{0,40}\w(?![\w@/])|(?<![\w@#/.:-])[a-z]{3,}_(?!\w)"
            r"|(?<![\w@#/.:-])_[A-Za-z]{1,30}[._\d][\w.]{1,30}"
        ),
        accept=lambda text: re.search(r"[A-Za-z]{2}", text) is not None,
        score=0.6,
        source="AVG art. 4(1), online identifier; no Dutch word holds an underscore",
    ),
    Recogniser(
        id="web.handle.digits",
        min_digits=1,
        gate=Regex(r"[a-z]\d"),
        type=PIIType.USERNAME,
        pattern=Regex(
            r"(?<![\w@#/.:=&?%-])(?:[A-Z]?[a-z]{3,40}(?:[A-Z][a-z]{1,20}){1,4}\d{2,4}|[a-z]{6,40}(?:19|20)\d\d|[a-z]{1,30}(?:\.[a-z]{1,30}){1,4}\d{1,4}[a-z]?)(?![\w@/]|\.\w)"
        ),
        score=0.6,
        source="AVG art. 4(1), online identifier; words run together with digits",
    ),
)
"""Rules for user names, most specific first."""
