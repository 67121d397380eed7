"""Reviewers approve: the queue, its accounts, delivery of what was approved, and what decisions teach."""

from assistant.review.queue import ReviewQueue
from assistant.review.records import Filter, QueuedDraft, Reviewer
from assistant.review.shops import FixedShops, ShopFolder
from assistant.review.wiring import Review, open_review

__all__ = ["Filter", "FixedShops", "QueuedDraft", "Review", "ReviewQueue", "Reviewer", "ShopFolder", "open_review"]
