"""The sources file (`bronnen.yaml`): which sources exist and how their fields are called.

Field names are Dutch because functional managers write the file; docs/bronnen.md explains it.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic reads annotations at run time
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.sources.address import is_of_account, is_permitted
from privacy.errors import Permanent

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Format = Literal["jsonl", "csv", "parquet"]
"""How records are written down in a file; gzip and zstd around it are recognised by content."""

_WRONG = {
    "missing": "ontbreekt",
    "extra_forbidden": "bestaat niet",
    "union_tag_invalid": "soort bestaat niet",
    "union_tag_not_found": "soort ontbreekt",
    "string_type": "geen tekst",
    "int_type": "geen geheel getal",
    "bool_type": "geen true of false",
    "tuple_type": "geen lijst",
    "literal_error": "geen van de mogelijke waarden",
    "string_pattern_mismatch": "heeft een andere vorm",
    "greater_than_equal": "te klein",
    "less_than_equal": "te groot",
    "too_short": "leeg",
}
_ID = r"^[a-z0-9][a-z0-9_-]{0,63}$"


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("geen bekende tijdzone") from error
    return name


def _http_address(address: str) -> str:
    if not is_permitted(address, "https"):
        raise ValueError("geen adres met https, zonder wachtwoord")
    return address.rstrip("/")


def _socket_address(address: str) -> str:
    if not is_permitted(address, "wss"):
        raise ValueError("geen adres met wss, zonder wachtwoord")
    return address.rstrip("/")


def _feed_address(address: str) -> str:
    if is_of_account(address):
        raise ValueError("de feed van een account")
    return address


FieldPath = Annotated[str, Field(min_length=1, max_length=200)]
"""Name of a field in the export; a dot steps into a nested object (`gebruiker.naam`)."""

ZoneName = Annotated[str, AfterValidator(_known_zone)]
"""IANA name, such as Europe/Amsterdam."""


HttpAddress = Annotated[str, AfterValidator(_http_address)]
"""Address with https; http only of this machine."""

FeedAddress = Annotated[str, AfterValidator(_http_address), AfterValidator(_feed_address)]
"""The same, of a feed that is not the feed of one account."""

SocketAddress = Annotated[str, AfterValidator(_socket_address)]
"""Address with wss; ws only of this machine."""

AreaField = Annotated[str | None, Field(default=None, pattern=r"^(GM|WK|BU)\d{4,8}$")]
"""CBS code of the area of posts that name none."""

SilentAfter = Annotated[int | None, Field(ge=1, le=24 * 366)]
"""Hours without anything new after which the source counts as silent; None: never."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FieldMap(_Closed):
    """Where each field of a post is found in a record of this export."""

    id: FieldPath = "id"
    created_at: FieldPath = "created_at"
    author: FieldPath = "author"
    platform: FieldPath = "platform"
    text: FieldPath = "text"
    lang: FieldPath = "lang"
    url: FieldPath = "url"
    reply_to: FieldPath = "reply_to"
    repost_of: FieldPath = "repost_of"


class FileSpec(_Closed):
    """A source of kind `bestand`: files or standard input in one known layout."""

    soort: Literal["bestand"]
    velden: FieldMap = FieldMap()
    formaat: Format | None = Field(default=None, description="None: by content, then by name")
    platform: str | None = Field(default=None, min_length=1, max_length=100)
    tijdnotatie: Literal["iso8601", "unix_s", "unix_ms"] = "iso8601"
    tijdzone: ZoneName | None = None
    map: Path | None = Field(default=None, strict=False)
    stil_na_uren: SilentAfter = 48
    standaardgebied: AreaField = None


class ExampleSpec(_Closed):
    """A source of kind `voorbeeld`: a simulated month of invented posts."""

    soort: Literal["voorbeeld"]
    berichten: int = Field(ge=1, le=5_000_000)
    zaad: int = Field(ge=0)
    standaardgebied: AreaField = None

    @property
    def stil_na_uren(self) -> None:
        """None: the month is over, nothing more is expected."""


class _OnTheNet(_Closed):
    """What sources have in common that are asked for posts about areas."""

    gebieden: Annotated[tuple[str, ...], Field(min_length=1)] | None = Field(
        default=None, strict=False
    )
    terug_uren: int = Field(default=24, ge=1, le=7 * 24)
    stil_na_uren: SilentAfter = 24

    @property
    def standaardgebied(self) -> None:
        """None: a post that names no area of the municipality is out of scope."""


class BlueskySpec(_OnTheNet):
    """A source of kind `bluesky`: a search, the stream of all public posts, or both."""

    soort: Literal["bluesky"]
    dienst: HttpAddress
    stroom: SocketAddress | None = None
    vorm: Literal["relay", "jetstream"] = "jetstream"
    zoeken: bool = False
    stil_seconden: float = Field(default=10, ge=0.2, le=300)


class MastodonSpec(_OnTheNet):
    """A source of kind `mastodon`: public timelines of one or more servers."""

    soort: Literal["mastodon"]
    servers: Annotated[tuple[HttpAddress, ...], Field(min_length=1, strict=False)]
    lokaal: bool = False


class FeedSpec(_Closed):
    """A source of kind `rss`: RSS and Atom feeds of organisations."""

    soort: Literal["rss"]
    feeds: Annotated[tuple[FeedAddress, ...], Field(min_length=1, strict=False)]
    stil_na_uren: SilentAfter = 7 * 24
    standaardgebied: AreaField = None


SourceSpec = Annotated[
    FileSpec | ExampleSpec | BlueskySpec | MastodonSpec | FeedSpec, Field(discriminator="soort")
]


class SourcesFile(_Closed):
    """The whole of `bronnen.yaml`: one spec per source id of the framework."""

    bronnen: dict[Annotated[str, Field(pattern=_ID)], SourceSpec]


def load_sources(path: Path) -> SourcesFile:
    """Return the sources that `path` describes, all fields checked, duplicate keys refused.

    Raises:
        Permanent: the file is missing, is no YAML, or breaks the schema (`bronnen.*`).
    """
    try:
        with path.open(encoding="utf-8") as stream:
            document = YAML(typ="safe", pure=True).load(stream)
    except OSError as error:
        raise Permanent("bronnen.bestand", "bronnen.yaml kan niet worden gelezen") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise Permanent(
            "bronnen.yaml", f"bronnen.yaml is geen geldige YAML{_line(error)}"
        ) from error
    try:
        return SourcesFile.model_validate(document)
    except ValidationError as error:
        found = sorted({f"{'.'.join(map(str, e['loc']))}: {_wrong(e)}" for e in error.errors()})
        raise Permanent("bronnen.schema", f"in bronnen.yaml: {'; '.join(found)}") from None


def _line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f": kijk bij regel {mark.line + 1}, of een naam er twee keer staat" if mark else ""


def _wrong(error: ErrorDetails) -> str:
    """Return what is wrong in a few words, which are never the file's own."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return _WRONG.get(error["type"], "past niet")
