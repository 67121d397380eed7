"""The words of the interface, a catalogue file for each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.domain.base import load_yaml
from assistant.domain.store import Language
from assistant.errors import BadInput

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_FOLDER = Path(__file__).parent / "catalogue"


@dataclass(frozen=True)
class Words:
    """The catalogue of one language."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its values put in.

        Raises:
            KeyError: the catalogue lacks the key.
        """
        text = self.texts[key]
        return text.format(**values) if values else text

    def name(self, group: str, value: str) -> str:
        """What a value of a closed list is called; the value itself where the catalogue has no word for it."""
        return self.texts.get(f"{group}.{value}", value)


@cache
def words_of(language: Language) -> Words:
    """The catalogue of a language, read once."""
    path = _FOLDER / f"{language}.yaml"
    data = load_yaml(path, error=BadInput)
    if not isinstance(data, dict) or not all(isinstance(text, str) for text in data.values()):
        raise BadInput(f"{path}: expected one text for each key")
    return Words(language, data)


def preferred(cookie: str | None, accepted: str) -> Language:
    """The language of a visitor: the one they chose, else the first that their browser asks for and we have."""
    for wish in (cookie or "", *(part.split(";")[0] for part in accepted.split(","))):
        for language in LANGUAGES:
            if wish.strip().lower().split("-")[0] == language:
                return language
    return "zh"
