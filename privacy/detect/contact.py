"""Recognisers of e-mail addresses, links to a profile, user names and post codes."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType
from privacy.detect.spoken import DIGIT_WORD, SPELLED, TWO_DIGITS, UNIT

_AT = r"(?: ?@ ?| (?:ape?n?staart(?:je)?|aapje|a-tje|at|ad) | ?[-_] ?(?:at|ape?n?staart(?:je)?) ?[-_] ?)"
_DOT = r"(?: ?\. ?|,(?=[a-z])| (?:dot|punt(?:je)?|point) | ?[-_] ?(?:dot|punt) ?[-_] ?)"
_JOIN = rf"(?:{_DOT}| (?:underscore|laag streepje|liggend streepje|streepje|min(?:netje)?|dash) )"
_TLD = (
    r"(?:nl|com|net|org|be|de|eu|me|io|example|info|fr|pl|ru|ua|uk|tr|frl|online|app|email|gov|edu)"
)
_PROVIDER = r"(?:gmail|hotmail|outlook|live|ziggo|kpnmail|kpnplanet|planet|xs4all|hetnet|upcmail|icloud|yahoo|proton(?:mail)?|protonmail|msn|gmx)"
_LOCAL = r"[\w+%'&=-]{1,64}+(?:\.[\w+%'&=-]{1,64}+){0,6}"
_HOSTS = (
    r"(?:facebook|fb|instagram|instagr|tiktok|x|twitter|linkedin|snapchat|youtube|twitch|reddit|strava|"
    r"vsco|flickr|github|gitlab|soundcloud|steamcommunity|rumble|threads|pinterest|onlyfans|bsky|"
    r"discord(?:app)?|telegram|vk|tumblr|medium|behance|spotify|last|mixcloud|bandcamp|letterboxd|goodreads|"
    r"couchsurfing|marktplaats|vinted|patreon|about|linktr|wa|t|gezichtsboek|tikkie|paypal|bunq|revolut|gofundme|beacons|kwai|bereal|ko-fi|buymeacoffee|venmo|cash|wise)"
)
_PUBLIC = (
    r"(?!(?:groups?|events?|watch|p|reels?|status|hashtag|explore|search|news|jobs|company|"
    r"help|about|v|a|q|l|r|playlist|results|policies|legal|sharer?|i|tag|tags|topic|topics|home)\b)"
)
_PERSONAL = (
    r"(?:u|user|users|profile|profiles|profiel|profielen|people|in|add|id|member|members|leden|lid|athletes|"
    r"athlete|author|auteur|over-mij|about-me|~\w{1,60}|@[\w.]{1,60}|channel|c|photos|wie)"
)
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
_HANDLE = r"[A-Za-z0-9](?:[\w.-]{1,28}[\w])?_?"
_ODD = re.compile(r"[_\d]|[a-z]\.[a-z]|[a-z][A-Z]")


_GOODS = words(r"\b(?:pallet|artikel|vak|model|code|order|doos|kist|type|serie)\w*\W+\Z")


def _is_handle(text: str) -> bool:
    return (
        re.search(r"[A-Za-z]", text) is not None
        and _ODD.search(text) is not None
        and not re.fullmatch(r"\d+\w?|\w+\.(?:nl|com|example|org)|\w{1,5}\d{1,2}", text)
    )


def _is_person_handle(text: str) -> bool:
    return _NOT_NAMES.match(text) is None


CONTACT: Final = (
    Recogniser(
        id="intl.email",
        min_digits=0,
        needs=("@",),
        type=PIIType.EMAIL,
        pattern=Regex(
            rf"(?<![\w+@])(?<!\w[.-]){_LOCAL}@(?:[\w-]{{1,63}}+\.){{1,4}}[^\W\d_]{{2,15}}(?![\w@])"
        ),
        score=0.95,
        source="RFC 5322",
    ),
    Recogniser(
        id="intl.email.obfuscated",
        gate=Regex(r"@|(?i:staart|aapje|a-tje|\bat\b|[-_]at[-_]|\bad\b)"),
        min_digits=0,
        needs=("@", "staart", "aapje", "a-tje", " at ", " ad ", "-at-", "_at_", " - at "),
        type=PIIType.EMAIL,
        pattern=Regex(
            rf"(?<![\w+@-])[\w+-]{{1,64}}(?:{_JOIN}[\w+-]{{1,64}}){{0,4}}{_AT}(?:{_PROVIDER}\b(?: {_TLD}(?!\w)|(?!{_DOT}))|[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,2}}{_DOT}{_TLD}(?![\w@]))",
            re.IGNORECASE,
        ),
        score=0.85,
        source="RFC 5322; separators written out, to evade filters",
    ),
    Recogniser(
        id="intl.email.provider",
        min_digits=0,
        needs=("gmail", "hotmail", "outlook"),
        type=PIIType.EMAIL,
        pattern=Regex(
            rf"(?<!\w)(?:gmail|hotmail|outlook) ?[:=] ?({_HANDLE})(?![\w@])|(?<![\w@])(?=[a-z]*[\d._])[\w.-]{{4,40}} (?:op|bij) (?:gmail|hotmail|outlook)(?!\w)",
            re.IGNORECASE,
        ),
        score=0.65,
        source="RFC 5322; the name and the provider apart, to evade filters",
    ),
    Recogniser(
        id="web.profile.host",
        min_digits=0,
        needs=("/",),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            rf"(?<![\w@])(?:h(?:tt|xx)ps?://)?(?:[\w-]{{1,63}}+\.){{0,4}}{_HOSTS}\.(?:com|nl|tv|app|example|me|co|gg|fm|ee|be|org|net|ly|social)/{_PUBLIC}"
            r"[\w~@%.=?&/#+-]{0,200}[\w/]",
            re.IGNORECASE,
        ),
        score=0.85,
        source="AVG art. 4(1), online identifier; a profile page",
    ),
    Recogniser(
        id="web.payment",
        min_digits=0,
        needs=("betaal", "tikkie", "payment"),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            r"(?<![\w@])(?:h(?:tt|xx)ps?://)?(?:[\w-]{1,63}+\.){0,4}(?:betaalverzoek\.[\w-]{1,40}\.[a-z]{2,6}|tikkie\.me|[\w-]{1,40}\.[a-z]{2,6}/(?:betaalverzoek|payment-?request|betaal-?link))"
            r"[/?][\w~@%.=?&/#+-]{1,200}",
            re.IGNORECASE,
        ),
        score=0.85,
        source="AVG art. 4(1), online identifier; a request to pay one person",
    ),
    Recogniser(
        id="web.profile.spoken",
        min_digits=0,
        needs=("slash", " . com", " . nl", " / "),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            rf"(?<![\w@]){_HOSTS}{_DOT}(?:com|nl|me|tv|app|be)(?: ?/ ?| slash )(?:[\w.@-]{{1,60}}(?: ?/ ?| slash )){{0,3}}[\w.@-]{{1,60}}\w",
            re.IGNORECASE,
        ),
        accept=lambda text: " " in text,
        score=0.8,
        source="AVG art. 4(1), online identifier; signs written out or spaced",
    ),
    Recogniser(
        id="web.profile.path",
        min_digits=0,
        needs=("/",),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            rf"(?<![\w@])(?:h(?:tt|xx)ps?://)?(?:[\w-]{{1,63}}+\.){{1,4}}[^\W\d_]{{2,15}}(?::\d+)?/(?:[\w.~-]{{1,60}}+/){{0,6}}{_PERSONAL}(?![\w-])(?:[/?][\w~@%.=?&/#+-]{{0,200}}[\w/]|(?<=mij))?",
            re.IGNORECASE,
        ),
        score=0.85,
        source="AVG art. 4(1), online identifier; a page per user",
    ),
    Recogniser(
        id="web.profile.query",
        min_digits=0,
        needs=("?",),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            r"(?<![\w@])(?:h(?:tt|xx)ps?://)?(?:[\w-]{1,63}+\.){1,4}[^\W\d_]{2,15}/[\w~@%.=&/#+-]{0,100}+\?[\w%.=&-]{0,60}(?:user|profile|member|account|owner)_?(?:id|name)?=[\w.%-]{1,60}",
            re.IGNORECASE,
        ),
        score=0.85,
        source="AVG art. 4(1), online identifier; a user in the query",
    ),
    Recogniser(
        id="web.handle.at",
        min_digits=0,
        needs=("@",),
        type=PIIType.USERNAME,
        pattern=Regex(
            r"(?<![\w@/.])@(?: (?=[\w.]{1,30}[_\d]))?(?![\d.]+(?![\w.]))[\w](?:[\w.-]{0,60}[\w])?_?(?:@(?:[\w-]{1,63}+\.){1,4}[a-z]{2,12})?"
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
            rf"{_PLATFORM}(?:[ :=(→>➡👉|~-]{{1,4}}|(?:is|van|me|toe|op|heet) ){{1,4}}({_HANDLE})(?![\w@])",
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
            rf"(?<![\w@#/.:-])({_HANDLE})(?= op (?:insta(?:gram)?|tiktok|snap(?:chat)?|twitch|twitter|x|tele(?:gram)?|discord|strava|vinted|marktplaats|bluesky)(?!\w))",
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
            "gebruikersnaam",
            "username",
            "gamertag",
        ),
        gate=Regex("[:=@]"),
        type=PIIType.USERNAME,
        pattern=Regex(
            r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|wickr|telegram|tg|discord|kik|threema|session|psn|tiktok|gebruikersnaam|username|gamertag)"
            rf" ?(?:[:=] ?@? ?|@ ?)({_HANDLE})(?![\w@])",
            re.IGNORECASE,
        ),
        score=0.7,
        source="AVG art. 4(1), online identifier; named as such",
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
    Recogniser(
        id="nl.postcode",
        gate=Regex(r"\d{4}[ -]?[A-Z]{2}"),
        type=PIIType.POSTCODE,
        pattern=Regex(r"(?<![\w.,-])[1-9]\d{3} ?(?!S[ADS])[A-Z]{2}(?![\w-])"),
        accept=lambda text: (
            not re.fullmatch(
                r"(?:19|20)\d\d ?[A-Z]{2}|\d{4} (?:KM|CM|MM|KG|GB|MB|TB|PK|CC|EU|NL|UK|US|AM|PM|EK|WK|OS|ME)",
                text,
            )
            or text.startswith("13")
        ),
        unless=_GOODS,
        score=0.85,
        source="Postcoderegeling PostNL: four digits, two letters, not SA, SD, SS",
    ),
    Recogniser(
        id="nl.postcode.context",
        gate=Regex(r"\d{4}[ -]?[A-Za-z]{2}"),
        type=PIIType.POSTCODE,
        pattern=Regex(r"(?<![\w.,-])[1-9]\d{3}[ -]?[A-Z]{2}(?![\w-])", re.IGNORECASE),
        before=words(
            r"\b(?:postcode|pc|adres|woont|woon|straat|laan|weg|hof|glasvezel in|ophalen)\b"
        ),
        after=words(
            r"\A,? (?:almere|amsterdam|rotterdam|utrecht|den haag|eindhoven|groningen|tilburg|breda|nijmegen|haarlem|arnhem|amersfoort|"
            r"zaandam|hilversum|zwolle|lelystad|huizen|bussum|weesp|purmerend|hoorn|alkmaar|leiden|delft|dordrecht|ede|apeldoorn|deventer)\b"
        ),
        accept=lambda text: (
            re.search(
                r"(?i) (?:is|in|op|en|of|te|we|ze|je|ik|al|de|er|na|om|uw|zo|mn|zn|dr|nu|m2|km|pm|pp)\Z",
                text,
            )
            is None
        ),
        score=0.7,
        source="Postcoderegeling PostNL, in small letters",
    ),
    Recogniser(
        id="nl.postcode.spread",
        needs=("postcode", "pc "),
        type=PIIType.POSTCODE,
        pattern=Regex(r"(?<![\w.,-])[1-9](?:[ .-]?\d){3}[ .-]{0,2}[A-Z][ .-]?[A-Z](?![\w-])"),
        before=words(r"\b(?:postcode|pc)(?: is|:)?\W{0,2}\Z"),
        score=0.7,
        source="Postcoderegeling PostNL; apart, to evade filters",
    ),
    Recogniser(
        id="nl.postcode.almere",
        gate=Regex(r"1 ?3 ?[0-7] ?\d[ ./-]{0,2}[A-Za-z]"),
        type=PIIType.POSTCODE,
        pattern=Regex(
            r"(?<![\w.,€-])(?:13[0-7]\d {0,2}(?!S[ADS])(?:[A-Za-z]{2}|[A-Z] [A-Z])|13[0-7]\d ?[./-] ?[A-Z]{2}|13[0-7]\d ?[A-Z]\.[A-Z]\.?"
            r"|1 3 [0-7] \d [A-Z] ?[A-Z])(?![\w-])"
        ),
        accept=lambda text: (
            re.search(
                r"(?i) (?:is|in|op|en|of|te|we|ze|je|ik|al|de|er|na|om|uw|zo|mn|zn|dr|nu|m2|km|pm|pp|kg|gb|x)\Z",
                text,
            )
            is None
        ),
        unless=_GOODS,
        score=0.7,
        source="Postcoderegeling PostNL; the range of Almere",
    ),
    Recogniser(
        id="nl.postcode.spoken",
        min_digits=0,
        needs=("tien ", "tig ", "tien-", "tig-"),
        gate=Regex(rf"(?i:{TWO_DIGITS}[ -]{TWO_DIGITS})"),
        type=PIIType.POSTCODE,
        pattern=Regex(rf"(?<!\w)(?i:{TWO_DIGITS}[ -]{TWO_DIGITS}) [A-Z]{{2}}(?!\w)"),
        score=0.7,
        source="Postcoderegeling PostNL; digits written as words",
    ),
    Recogniser(
        id="nl.postcode.spelled",
        min_digits=0,
        needs=("postcode", "pc "),
        gate=Regex(rf"\d{{4}} \w|(?i:{DIGIT_WORD}|tien|tig)"),
        type=PIIType.POSTCODE,
        pattern=Regex(
            rf"(?<!\w)(?:\d{{4}}|(?:{UNIT})(?:[ -]{UNIT}){{1,3}}),? (?:letters? )?(?:[a-z]{{2}}|(?:{SPELLED}|[a-z])[ -](?:{SPELLED}|[a-z]))(?!\w)",
            re.IGNORECASE,
        ),
        before=words(r"\b(?:postcode|pc)(?: is|:)?\W{0,2}\Z"),
        accept=lambda text: re.search(r"(?i) (?:is|in|op|en|of|we|ze|al|er|om)\Z", text) is None,
        score=0.7,
        source="Postcoderegeling PostNL; in words or by the spelling alphabet, named as such",
    ),
)
"""Rules for contact data, most specific first."""
