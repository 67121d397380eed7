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
    └── ModelError          the model's side: the pipeline falls back
        ├── ModelUnavailable    no answer: connection, time-out, rate limit, server error
        ├── ModelRefused        the endpoint will not serve us (key, model name, content filter, refusal)
        └── ModelGarbage        an answer that is not what was asked for

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
    """The model did not give a usable answer."""


class ModelUnavailable(ModelError):
    """No answer in time: connection, time-out, rate limit or server error. Worth another try.

    Attributes:
        retry_after_s: how long the endpoint asked to wait, where it did.
    """

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ModelRefused(ModelError):
    """The endpoint will not serve this request: key, model name, content filter, refusal. Trying again is useless."""


class ModelGarbage(ModelError):
    """The endpoint answered with something that is not a reply."""
