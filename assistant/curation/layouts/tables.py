"""Tables: columns of questions and replies by their heads, Qianniu quick phrases, or by how the cells sound."""

import re

from assistant.curation.layouts.found import Cell, Document, Found, Row, Span, Taken
from assistant.curation.voice import agent_voice
from assistant.domain.intents import STAGE_OF
from assistant.language.normalise import normalise

_QUESTION_HEADS = (
    "问题",
    "买家",
    "顾客",
    "客户",
    "提问",
    "咨询",
    "question",
    "buyer",
    "customer",
    "ask",
    "场景",
    "情景",
    "关键词",
    "标题",
    "主题",
    "编码",
    "快捷编码",
    "shortcut",
    "title",
    "topic",
)
_REPLY_HEADS = (
    "回复",
    "话术",
    "答案",
    "回答",
    "答复",
    "内容",
    "短语",
    "客服",
    "reply",
    "answer",
    "content",
    "response",
    "script",
    "phrase",
)
_GROUP_HEADS = ("分组", "分类", "类别", "group", "category")


_RULE = re.compile(r"[|\s:-]+")


def find_tables(document: Document, taken: Taken) -> list[Found]:
    """One script for each reply cell."""
    found: list[Found] = []
    for table in (*document.tables, *_markdown_tables(document.text)):
        scripts = _of_table(table)
        found.extend(scripts)
        replies = {script.reply[0] for script in scripts}
        # The other cells are read too: no later finder is to look for scripts in them.
        for cell in (cell for row in table for cell in row):
            if not replies.intersection(range(cell.start, cell.end)):
                taken.add((cell.start, cell.end))
    return found


def _markdown_tables(text: str) -> list[tuple[Row, ...]]:
    """Tables drawn with `|` in plain text."""
    tables: list[tuple[Row, ...]] = []
    rows: list[Row] = []
    place = 0
    for line in [*text.splitlines(keepends=True), ""]:
        words = line.strip()
        if words.startswith("|") and words.count("|") >= 3:
            if not _RULE.fullmatch(words):
                rows.append(_cells(line, place))
        else:
            if len(rows) > 1:
                tables.append(tuple(rows))
            rows = []
        place += len(line)
    return tables


def _cells(line: str, place: int) -> Row:
    cells = []
    start = line.index("|") + 1
    for piece in line[start:].rstrip().removesuffix("|").split("|"):
        cells.append(Cell(piece, place + start))
        start += len(piece) + 1
    return tuple(cells)


def _of_table(table: tuple[Row, ...]) -> list[Found]:
    if not table:
        return []
    heads = [normalise(cell.text).view.strip() for cell in table[0]]
    groups = _columns(heads, _GROUP_HEADS)
    replies = [column for column in _columns(heads, _REPLY_HEADS) if column not in groups]
    questions = [
        column for column in _columns(heads, _QUESTION_HEADS) if column not in groups and column not in replies
    ]
    body = table[1:]
    if not replies:
        body = table
        column = _speaking_column(table)
        if column is None:
            return []
        replies = [column]
        questions = list(range(column))[-1:]
        groups = list(range(column))[:-1]
    found = []
    last_group: Span | None = None
    for row in body:
        last_group = _first_filled(row, groups) or last_group
        asked = _first_filled(row, questions) or last_group
        for column in replies:
            if column < len(row) and len(row[column].text.strip()) >= 4:
                found.append(Found(_inner(row[column]), _said_by_letters(row, questions, asked, last_group)))
    return found


def _said_by_letters(row: Row, questions: list[int], asked: Span | None, group: Span | None) -> Span | None:
    """A code of digits and letters says nothing, unless it is an intent: the group is the better question then."""
    for column in questions:
        words = row[column].text.strip() if column < len(row) else ""
        if words and (not words.isascii() or " " in words or words in STAGE_OF):
            return _inner(row[column])
    return group or asked


def _columns(heads: list[str], names: tuple[str, ...]) -> list[int]:
    return [column for column, head in enumerate(heads) if len(head) <= 16 and any(name in head for name in names)]


def _speaking_column(table: tuple[Row, ...]) -> int | None:
    """The column most of whose cells are an agent's words."""
    best: tuple[float, int] | None = None
    for column in range(max(len(row) for row in table)):
        cells = [row[column].text for row in table if column < len(row) and row[column].text.strip()]
        speaking = sum(agent_voice(normalise(text).view) > 0 and len(text) >= 6 for text in cells)
        if cells and speaking * 2 >= len(cells) and (best is None or speaking / len(cells) > best[0]):
            best = (speaking / len(cells), column)
    return best[1] if best else None


def _first_filled(row: Row, columns: list[int]) -> Span | None:
    for column in columns:
        if column < len(row) and row[column].text.strip():
            return _inner(row[column])
    return None


def _inner(cell: Cell) -> Span:
    stripped = cell.text.strip()
    start = cell.start + cell.text.find(stripped)
    return start, start + len(stripped)
