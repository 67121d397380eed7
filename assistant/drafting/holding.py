"""The reply that promises nothing but a person: for when nothing else may be said."""

from assistant.domain.store import Language
from assistant.drafting.situation import Mood

HOLDING: dict[tuple[Language, bool], str] = {
    ("zh", False): "亲，这个问题我请专门的同事来看，看过后在这里回复您，麻烦您稍等。",
    ("zh", True): "非常抱歉给您添麻烦了，您的情况我已经记下，现在转给专门的同事来处理，会在这里回复您。",
    (
        "en",
        False,
    ): "Thank you for your message. I'm passing it to a colleague, who will answer you here. Please bear with us.",
    (
        "en",
        True,
    ): "I'm sorry for the trouble. I have noted your case and am passing it to a colleague, who will answer you here.",
}
"""By language, and by whether there is something to be sorry for."""


def holding_reply(language: Language, mood: Mood) -> str:
    """The holding reply in a language, with an apology where the buyer is troubled."""
    return HOLDING[language, mood != "calm"]


LAST_WORDS: dict[Language, tuple[str, ...]] = {
    "zh": ("请稍等，我请同事来回复您。", "请您稍等。", "请稍等。"),
    "en": ("One moment, please: I'll ask a colleague to answer you.", "One moment, please.", "Please wait a moment."),
}
"""What is left to say where even the holding reply would break a rule, the fullest first."""
