"""Posts approved replies to the address of the settings, signed, until they are taken or given up.

The receiver checks `X-Reply-Signature` over the raw body, and answers 2xx once it has the reply safe. The header
`Idempotency-Key` is the same for every try of one reply.
"""

import hashlib
import hmac
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException
from urllib.parse import urlsplit

from assistant.errors import SettingsError
from assistant.review.clock import Clock
from assistant.review.delivery import Outbox
from assistant.review.records import EVERY_STORE, Delivery, Reviewer
from assistant.settings.review import ReviewSettings

Post = Callable[[str, bytes, Mapping[str, str]], int]
"""Posts a body with headers to an address and gives the status; raises `OSError` where there is no answer."""

SIGNATURE_HEADER = "X-Reply-Signature"
SENDER = Reviewer(id="webhook", name="webhook", role="agent", stores=frozenset({EVERY_STORE}))
_TIMEOUT_S = 10.0
_LEASE_S = 60.0


class WebhookSender:
    """Delivers what is due. Safe to run in several processes at once."""

    def __init__(self, outbox: Outbox, settings: ReviewSettings, clock: Clock, *, post: Post | None = None) -> None:
        """Prepare to post.

        Raises:
            SettingsError: there is no address or no secret, or the address is neither https nor on this machine.
        """
        if settings.webhook_url is None or settings.webhook_secret is None:
            raise SettingsError("review.webhook_url, review.webhook_secret: expected both, to post replies")
        parts = urlsplit(settings.webhook_url)
        local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            raise SettingsError("review.webhook_url: expected https:// (http:// only to this machine)")
        self._url = settings.webhook_url
        self._secret = settings.webhook_secret.get_secret_value()
        self._outbox = outbox
        self._clock = clock
        self._post = post or post_over_http

    def send_due(self, *, limit: int = 20) -> int:
        """Try what is due now, once each; returns how many were taken."""
        taken = 0
        for _ in range(limit):
            # One at a time: the lease of a long row would run out behind a slow receiver.
            found = self._outbox.pull(by=SENDER, limit=1, lease_s=_LEASE_S)
            if not found:
                break
            taken += self._send(found[0])
        return taken

    def _send(self, delivery: Delivery) -> bool:
        lease = delivery.lease or ""
        error = self._try(delivery)
        if error is None:
            return self._outbox.acknowledge(delivery.id, lease, by=SENDER)
        self._outbox.give_back(delivery.id, lease, error, by=SENDER)
        return False

    def _try(self, delivery: Delivery) -> str | None:
        """None: taken; else why not."""
        body = delivery.model_dump_json(exclude={"lease", "attempts"}).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": delivery.id,
            SIGNATURE_HEADER: signature(self._secret, int(self._clock().timestamp()), body),
        }
        try:
            status = self._post(self._url, body, headers)
        except (OSError, HTTPException) as caught:
            return type(caught).__name__
        return None if 200 <= status < 300 else f"status {status}"


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """The value of the header `X-Reply-Signature`: `t=<seconds>,v1=<hex of HMAC-SHA256 over "<seconds>.<body>">`."""
    return f"t={timestamp},v1={_hmac(secret, timestamp, body)}"


def verify(secret: str, header: str, body: bytes, *, now: int, tolerance_s: int = 300) -> bool:
    """Whether a post is ours and fresh; for receivers written in Python."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    stamp, given = parts.get("t", ""), parts.get("v1", "")
    if not (stamp.isascii() and stamp.isdigit() and given.isascii()) or abs(now - int(stamp)) > tolerance_s:
        return False
    return hmac.compare_digest(_hmac(secret, int(stamp), body), given)


def _hmac(secret: str, timestamp: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A reply goes to the address of the settings and nowhere else."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Refuse: the status then counts as a failure."""


def post_over_http(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post and give the status."""
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")
    try:
        with urllib.request.build_opener(_NoRedirects()).open(request, timeout=_TIMEOUT_S) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as caught:
        with caught:
            return int(caught.code)
