"""One rotten clause in a good reply: the vetted sentence for the rule takes its place, and everything is checked again."""

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.domain.base import Name, load_yaml
from assistant.domain.reply import Verdict
from assistant.domain.store import Language
from assistant.errors import PromptError

VETTED_FILE = "vetted.yaml"
_CLAUSE = {"zh": re.compile(r"[^，。！？；~～\n,!?;]+"), "en": re.compile(r"[^.!?\n]+[.!?]?")}
"""A Chinese clause can be exchanged by itself; of an English sentence the whole must go."""
_LEAST_REST_CHARS = 4
_Sentences = TypeAdapter(dict[Name, dict[Language, Name]])


class Vetted:
    """Sentences by rule and language."""

    def __init__(self, sentences: Mapping[str, Mapping[Language, str]]) -> None:
        self.sentences = sentences

    def patched(self, text: str, verdict: Verdict, language: Language) -> str | None:
        """The reply with its one rotten clause exchanged.

        Returns:
            None where more than one clause or rule is concerned, the rule has no sentence, or little else would be left.
        """
        broken = {violation.rule for violation in verdict.violations}
        sentence = self.sentences.get(next(iter(broken)), {}).get(language) if len(broken) == 1 else None
        if sentence is None:
            return None
        start = min(violation.span[0] for violation in verdict.violations)
        end = max(violation.span[1] for violation in verdict.violations)
        for clause in _CLAUSE[language].finditer(text):
            if clause.start() <= start and end <= clause.end():
                gap = " " if clause.group().startswith(" ") else ""
                before, after = text[: clause.start()], text[clause.end() :]
                rest = sum(char.isalnum() for char in before + after)
                return before + gap + sentence + after if rest >= _LEAST_REST_CHARS else None
        return None


def load_vetted(folder: Path) -> Vetted:
    """The sentences of a prompt folder; none where it has no such file.

    Raises:
        PromptError: the file is not what it should be.
    """
    path = folder / VETTED_FILE
    if not path.is_file():
        return Vetted({})
    try:
        return Vetted(_Sentences.validate_python(load_yaml(path, error=PromptError)))
    except ValidationError as caught:
        place = ".".join(str(part) for part in caught.errors()[0]["loc"])
        raise PromptError(f"{path}: {place}: expected a rule with a sentence for zh or en") from None
