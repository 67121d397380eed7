"""All that comes after the parcel left: the answers of tracking, returns, refunds and complaints as one table."""

from collections.abc import Mapping

from assistant.drafting.answer import Answerer
from assistant.drafting.answers import complaints, refunds, returns, reviews, tracking

ANSWERS: Mapping[str, Answerer] = {
    **tracking.ANSWERS,
    **returns.ANSWERS,
    **refunds.ANSWERS,
    **complaints.ANSWERS,
    **reviews.ANSWERS,
}
