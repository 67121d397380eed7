"""Makes `assistant/policy/data/sounds.txt`: which characters sound alike, and which same-sounding spellings are common.

Run it after a change of the words in `disguise.yaml`: `python benchmarks/make_sounds.py`. It needs `pypinyin` (sounds)
and the word counts that come with `jieba`; nothing of either is needed when the checker runs.
"""

import itertools
import math
from collections import Counter, defaultdict
from pathlib import Path

import jieba
import yaml
from pypinyin import lazy_pinyin

DATA = Path(__file__).parent.parent / "assistant" / "policy" / "data"
COMMON_FROM = 3
"""A spelling that the dictionary counts this often is a word by itself."""

NEIGHBOUR_FROM = 120
"""A pair of characters that the dictionary counts this often keeps its characters from being read with others."""


def main() -> None:
    """Write the table."""
    counts = read_counts()
    total = sum(counts.values())
    ends: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    for word, count in counts.items():
        ends[word[-1]] += count
        starts[word[0]] += count
    sounds: dict[str, list[str]] = defaultdict(list)
    for char in characters():
        sounds[lazy_pinyin(char)[0]].append(char)
    syllable = {char: sound for sound, chars in sounds.items() for char in chars}
    lines = [
        "# syllable: characters, each with how rare it is at the end and at the start of a word (a: common … z: rare)"
    ]
    for sound, chars in sorted(sounds.items()):
        cells = (f"{char}{rarity(ends[char], total)}{rarity(starts[char], total)}" for char in chars)
        lines.append(f"{sound} {' '.join(cells)}")
    data = yaml.safe_load((DATA / "disguise.yaml").read_text(encoding="utf-8"))
    words = data["words"].split()
    lines.append("# sensitive words whose reading in context is another than their characters' own")
    lines.extend(
        f"={word} {' '.join(read)}"
        for word in words
        if (read := lazy_pinyin(word)) != [syllable[char] for char in word]
    )
    lines.append("# spellings that sound like a sensitive word and are words by themselves")
    lines.append("! " + " ".join(sorted(common_spellings(words, syllable, counts))))
    lines.append("# common pairs, whose characters belong together: 预售|款 is no 收款")
    lines.append(
        "& "
        + " ".join(
            sorted(
                word
                for word, count in counts.items()
                if len(word) == 2 and count >= NEIGHBOUR_FROM and word not in words
            )
        )
    )
    (DATA / "sounds.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_counts() -> dict[str, int]:
    """Word to its count, from the dictionary that comes with jieba."""
    counts = {}
    for line in jieba.get_dict_file():
        word, count, *_ = line.decode("utf-8").split()
        counts[word] = int(count)
    return counts


def characters() -> list[str]:
    """The simplified characters in common use (the 6,763 of GB 2312)."""
    codes = (bytes((high, low)) for high, low in itertools.product(range(0xB0, 0xF8), range(0xA1, 0xFF)))
    return [char for code in codes if (char := code.decode("gb2312", "ignore"))]


def rarity(count: int, total: int) -> str:
    """-log10 of the share in half steps, as a letter."""
    return chr(ord("a") + min(25, round(-2 * math.log10((count + 0.5) / total))))


def common_spellings(words: list[str], syllable: dict[str, str], counts: dict[str, int]) -> set[str]:
    """Dictionary words that sound like a sensitive word."""
    readings = {tuple(syllable[char] for char in word) for word in words} | {tuple(lazy_pinyin(word)) for word in words}
    lengths = {len(reading) for reading in readings}
    found = set()
    for word, count in counts.items():
        if len(word) in lengths and count >= COMMON_FROM and word not in words:
            reading = tuple(syllable.get(char, "") for char in word)
            if reading in readings:
                found.add(word)
    return found


if __name__ == "__main__":
    main()
