"""The sources file (`bronnen.yaml`): which sources exist and how their fields are called.

Field names are Dutch because functional managers write the file; docs/bronnen.md explains it.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic reads annotations at run time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.sources.address import is_of_account, is_permitted
from privacy.errors import Permanent

Format = Literal["jsonl", "csv", "parquet"]
"""How records are written down in a file; gzip and zstd around it are recognised by content."""

_ID = r"^[a-z0-9][a-z0-9_-]{0,63}$"


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("unknown time zone") from error
    return name


def _http_address(address: str) -> str:
    if not is_permitted(address, "https"):
        raise ValueError("no address with https")
    return address.rstrip("/")


def _socket_address(address: str) -> str:
    if not is_permitted(address, "wss"):
        raise ValueError("no address with wss")
    return address.rstrip("/")


def _feed_address(address: str) -> str:
    if is_of_account(address):
        raise ValueError("the feed of an account")
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
        raise Permanent("bronnen.yaml", "bronnen.yaml is geen geldige YAML") from error
    try:
        return SourcesFile.model_validate(document)
    except ValidationError as error:
        places = sorted({".".join(map(str, item["loc"])) for item in error.errors()})
        raise Permanent("bronnen.schema", f"onjuist in bronnen.yaml: {'; '.join(places)}") from None
