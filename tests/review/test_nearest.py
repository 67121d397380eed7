"""Which script a reply owes most to."""

import pytest

from assistant.review.nearest import nearest_script
from tests.review.drafts import draft

SCRIPTS: dict[str, tuple[str, ...]] = {
    "zh.greeting.opening": ("您好，我是{agent}～",),
    "zh.size.fits": ("按您说的{needed}，建议选{size}码", "身高{height}、体重{weight}的话，{product}推荐您选{size}。"),
    "zh.stock.available": ("这款有货的，喜欢可以直接拍下哦",),
}


@pytest.mark.parametrize(
    ("text", "references", "nearest"),
    [
        (
            "您好，我是小禾～身高160cm、体重105斤的话，连衣裙推荐您选M码。",
            ["zh.greeting.opening", "zh.size.fits"],
            "zh.size.fits",
        ),
        ("您好，我是小禾～", ["zh.size.fits", "zh.greeting.opening"], "zh.greeting.opening"),
        ("完全是另一回事", ["zh.size.fits", "zh.stock.available"], "zh.stock.available"),
        ("完全是另一回事", ["zh.size.fits", "zh.greeting.opening"], "zh.size.fits"),
        ("这款有货的，喜欢可以直接拍下", ["gone", "zh.stock.available"], "zh.stock.available"),
        ("怎么写都行", ["gone"], "gone"),
        ("怎么写都行", [], None),
    ],
)
def test_the_script_whose_words_stand_in_the_reply(text: str, references: list[str], nearest: str | None) -> None:
    """A greeting before the answer is passed over, any wording counts, the intent (stock) goes first; of scripts that fit alike the first; without a reference none."""
    made = draft(text, references=[{"script": script, "score": 1.0} for script in references])
    assert nearest_script(made, lambda script: SCRIPTS.get(script, ())) == nearest
