"""All that comes between choosing and dispatch: the answers of paying and changes as one table."""

from collections.abc import Mapping

from assistant.drafting.answer import Answerer
from assistant.drafting.answers import changes, paying

ANSWERS: Mapping[str, Answerer] = {**paying.ANSWERS, **changes.ANSWERS}
