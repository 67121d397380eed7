"""Writing what was imported: a corpus file for `--corpus`, and quick phrases for Qianniu."""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from assistant.corpus import Script
from assistant.curation.importing import ImportedScript, ImportResult
from assistant.curation.situations import is_buyers_words
from assistant.domain.reply import Stage

QIANNIU_HEADS = ("分组", "编码", "内容")
_GROUPS: dict[Stage, str] = {"presale": "售前", "sale": "售中", "aftersale": "售后", "any": "通用"}
_LONGEST_CODE = 20
_OR = re.compile(r"[”\"]\s*(?:或者?|、|/|or)\s*[“\"]")


def write_corpus(result: ImportResult, path: Path) -> None:
    """Write a corpus that `--corpus FILE` takes.

    What is quarantined or a duplicate stays in the file with that status, so that nothing is lost from sight; the buyers'
    words of a duplicate become question variants of the script that it repeats.
    """
    asked: dict[str, list[str]] = {}
    for script in result.scripts:
        if script.question and is_buyers_words(script.question):
            variants = asked.setdefault(script.duplicate_of or script.id, [])
            variants.extend(words for words in _each_asked(script.question) if words not in variants)
    entries = [_entry(script, asked.get(script.id, [])) for script in result.scripts]
    text = yaml.dump({"scripts": entries}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(text, encoding="utf-8")


def _each_asked(question: str) -> list[str]:
    """Buyers' words that a heading gives as alternatives (“太贵了”或“能少点吗”) are questions of their own."""
    return [words.strip(' “”"') for words in _OR.split(question) if words.strip(' “”"')]


def _entry(script: ImportedScript, questions: list[str]) -> dict[str, object]:
    entry: dict[str, object] = {
        "id": script.id,
        "language": script.language,
        "intent": script.intent,
        "stage": script.stage,
        "questions": list(questions),
        "replies": [script.reply],
        "source": script.source,
        "span": list(script.span),
        "status": script.status,
    }
    tags = [f"breaks {rule}" for rule in script.violations]
    if script.duplicate_of:
        tags.append(f"duplicate of {script.duplicate_of}")
    if tags:
        entry["tags"] = tags
    return entry


def export_qianniu(scripts: Iterable[Script], path: Path) -> None:
    """Write scripts as Qianniu quick phrases: group, code, content, as CSV in GB18030 (which GBK readers take).

    The code is the first question where it is short, else the intent, so that importing the file brings back what was
    exported. Only scripts that may be used are written.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(QIANNIU_HEADS)
    for script in scripts:
        if script.status != "kept":
            continue
        code = next((question for question in script.questions if len(question) <= _LONGEST_CODE), script.intent)
        writer.writerows((_GROUPS[script.stage], code, reply) for reply in script.replies)
    path.write_bytes(lines.getvalue().encode("gb18030"))
