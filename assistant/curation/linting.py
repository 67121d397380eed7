"""Each script is checked like a reply: what breaks a block rule as written is never used for drafting.

Without a store only those rules count that no profile could excuse; the script is then held against a neutral profile
that refuses nothing and promises nothing early. With a store every block rule counts but those that ask for the
order's state, which a script cannot know.
"""

from datetime import datetime

from assistant.domain.request import MAX_CHARS, Request
from assistant.domain.store import StoreProfile
from assistant.facts import Facts
from assistant.policy import Checker

PROFILE_FREE = (
    "invoice.",
    "payment.card_fee",
    "payment.off_platform",
    "contact.",
    "privacy.other_buyer",
    "privacy.unmasked",
    "shipping.arrival_promise",
    "review.",
    "order.forced_close",
    "refund.reason_steering",
    "trade.",
    "internal.",
    "tone.rude",
)
"""Rules (a family where it ends in a dot) that need no fact of the profile.

Of `invoice`, the neutral profile issues every kind within 30 days; of `shipping.arrival_promise`, its carrier takes 0 to 90
days, so only guarantees break it. Left out: what the profile decides (ways to pay, dispatch, postage, returns,
promotions, gifts, stock, product facts, `honesty.urgency`).
"""
_ORDER_BOUND = ("shipping.false_status", "privacy.account_mismatch", "nudge.", "format.placeholder")
"""Rules that ask for the order's state or the moment; placeholders become slots before a script is used."""

UNCHECKED = "unchecked"
"""Stands among the violations of a script that could not be checked: it has not passed."""


def neutral_profile(language: str) -> StoreProfile:
    """A store of which nothing is known."""
    english = language == "en"
    return StoreProfile.model_validate(
        {
            "id": "neutral",
            "name": "Store" if english else "本店",
            "platform": "aliexpress" if english else "taobao",
            "language": "en" if english else "zh",
            "agent": "Agent" if english else "客服",
            "shipping": {
                "dispatch_hours": 720.0,
                "carriers": [{"name": "Courier" if english else "快递", "days": [0, 90], "default": True}],
            },
            "invoice": {
                "kinds": ["电子普通发票", "纸质普通发票", "增值税专用发票", "electronic invoice", "commercial invoice"],
                "issue_days": 30,
            },
            "payment": {
                "methods": [
                    "支付宝",
                    "微信支付",
                    "信用卡",
                    "花呗",
                    "银行卡",
                    "货到付款",
                    "credit card",
                    "PayPal",
                    "Alipay",
                ],
                "cash_on_delivery": True,
                "installments_from": 0.0,
            },
            "returns": {"no_reason_days": 7},
        }
    )


class Linter:
    """Tells which block rules a script breaks."""

    def __init__(self, checker: Checker, store: StoreProfile | None = None, now: datetime | None = None) -> None:
        self._checker = checker
        self._store = store
        self._now = now
        self._known: dict[tuple[str, str | None, str], tuple[tuple[str, str], ...]] = {}
        self._neutral = {language: neutral_profile(language) for language in ("zh", "en")}

    def broken(self, reply: str, question: str | None, language: str) -> tuple[str, ...]:
        """The ids of the block rules that the reply breaks, each once, as found from the left."""
        return tuple(rule for rule, _ in self.found(reply, question, language))

    def found(self, reply: str, question: str | None, language: str) -> tuple[tuple[str, str], ...]:
        """The block rules that the reply breaks, each once with the first reason why, as found from the left."""
        # Collections repeat themselves word for word, and a check costs more than all the rest of an import.
        key = (reply, question, language)
        if key not in self._known:
            self._known[key] = self._check(reply, question, language)
        return self._known[key]

    def _check(self, reply: str, question: str | None, language: str) -> tuple[tuple[str, str], ...]:
        store = self._store or self._neutral[language]
        asked = (question or "").strip()[:1000] or ("hello" if language == "en" else "在吗")
        moment = {} if self._now is None else {"now": self._now}
        request = Request.model_validate({"store": store.id, "message": asked, **moment})
        verdict = self._checker.check(reply[:MAX_CHARS], Facts(store, request))
        found: dict[str, str] = {}
        for violation in verdict.violations:
            if violation.severity == "block" and self._counts(violation.rule):
                found.setdefault(violation.rule, violation.why)
        if verdict.unchecked:
            found.setdefault(UNCHECKED, verdict.unchecked[0])
        return tuple(found.items())

    def _counts(self, rule: str) -> bool:
        if rule.startswith(_ORDER_BOUND):
            return False
        return self._store is not None or rule.startswith(PROFILE_FREE)
