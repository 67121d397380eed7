"""The error tree: what can go wrong that a caller may want to catch.

    AssistantError
    ├── BadInput            the caller's data is wrong: says file, place and what was expected
    │   ├── ProfileError        a store profile
    │   ├── RequestError        a request (JSON line, option, message)
    │   ├── PolicyError         a policy or lexicon file
    │   ├── CorpusError         a corpus file
    │   ├── PromptError         a prompt template
    │   ├── DocumentError       a document to import
    │   └── SettingsError       environment or settings file
    ├── ModelError          the model's side: the pipeline falls back
    │   ├── ModelUnavailable    no answer: connection, time-out, rate limit, server error
    │   ├── ModelRefused        the endpoint will not serve us (key, model name, content filter, refusal)
    │   └── ModelGarbage        an answer that is not what was asked for
    ├── DatabaseAway        the queue's database gives no answer now: try again
    └── ReviewError         the review queue will not do it: nothing was changed
        ├── NoSuchDraft         there is none, or it is another store's
        ├── Moved               somebody or something was faster
        │   └── ClaimedByOther      another reviewer has it
        ├── Blocked             the check keeps the text in
        ├── NotAllowed          not with this role, scope or store
        │   └── NeedsReviewer       an agent may not decide this one
        └── SignInRefused       unknown name, wrong password, inactive account
            └── Throttled           too many refusals: wait

Anything else that is raised is a defect of ours, and is not caught.
"""


class AssistantError(Exception):
    """Base of every error that this package raises on purpose."""


class BadInput(AssistantError):
    """The caller's data is wrong; the message names where, and what was expected."""


class ProfileError(BadInput):
    """A store profile that cannot be used."""


class RequestError(BadInput):
    """A request that cannot be read."""


class PolicyError(BadInput):
    """A policy or lexicon file that cannot be used."""


class CorpusError(BadInput):
    """A corpus file that cannot be used."""


class PromptError(BadInput):
    """A prompt template that cannot be used."""


class DocumentError(BadInput):
    """A document that cannot be imported."""


class SettingsError(BadInput):
    """The environment or a settings file is wrong."""


class ModelError(AssistantError):
    """The model did not give a usable answer.

    Attributes:
        input_tokens: what the useless answer cost all the same; None where the endpoint did not say.
        output_tokens: as above.
    """

    input_tokens: int | None = None
    output_tokens: int | None = None


class ModelUnavailable(ModelError):
    """No answer in time: connection, time-out, rate limit or server error. Worth another try.

    Attributes:
        retry_after_s: how long the endpoint asked to wait, where it did.
        late: only the time was over; the endpoint itself said nothing wrong.
    """

    def __init__(self, message: str, *, retry_after_s: float | None = None, late: bool = False) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
        self.late = late


class ModelRefused(ModelError):
    """The endpoint will not serve this request: key, model name, content filter, refusal. Trying again is useless.

    Attributes:
        everyone: whether it would refuse any other request too (key, model name), and not only this one.
    """

    def __init__(self, message: str, *, everyone: bool = False) -> None:
        super().__init__(message)
        self.everyone = everyone


class ModelGarbage(ModelError):
    """The endpoint answered with something that is not a reply."""


class DatabaseAway(AssistantError):
    """The database of the review queue gives no answer now. Whether the last word was kept is not known: ask again."""


class ReviewError(AssistantError):
    """The review queue will not do it; nothing was changed."""


class NoSuchDraft(ReviewError):
    """There is no such draft, delivery or proposal, or it is another store's."""


class Moved(ReviewError):
    """Somebody or something was faster: the version is not the present one, or nothing waits any more.

    Attributes:
        state: what it is now.
        version: the present version.
    """

    def __init__(self, message: str, *, state: str = "", version: int = 0) -> None:
        super().__init__(message)
        self.state = state
        self.version = version


class ClaimedByOther(Moved):
    """Another reviewer has it.

    Attributes:
        holder: their id.
    """

    def __init__(self, message: str, *, holder: str, version: int = 0) -> None:
        super().__init__(message, state="claimed", version=version)
        self.holder = holder


class Blocked(ReviewError):
    """The check with the facts of now keeps the text in.

    Attributes:
        verdict: an `assistant.domain.reply.Verdict`.
    """

    def __init__(self, message: str, *, verdict: object) -> None:
        super().__init__(message)
        self.verdict = verdict


class NotAllowed(ReviewError):
    """Not with this role, scope or store."""


class NeedsReviewer(NotAllowed):
    """The outcome is `handover`: an agent may not decide it.

    Attributes:
        verdict: an `assistant.domain.reply.Verdict`.
    """

    def __init__(self, message: str, *, verdict: object) -> None:
        super().__init__(message)
        self.verdict = verdict


class SignInRefused(ReviewError):
    """Unknown name, wrong password or inactive account: told apart by nobody."""


class Throttled(SignInRefused):
    """Too many refusals.

    Attributes:
        retry_after_s: how long to wait.
    """

    def __init__(self, message: str, *, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
