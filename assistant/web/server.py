"""Running the front door: where it may listen, and with what."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from assistant.errors import SettingsError
from assistant.review.shops import ShopFolder
from assistant.review.wiring import Review, open_review
from assistant.settings import Toolbox, load_settings
from assistant.web.app import create_app
from assistant.web.desk import Desk
from assistant.web.errands import beside, end_with_parent
from assistant.web.shield import Shield


@dataclass(frozen=True)
class Listening:
    """Where and how to listen."""

    host: str = "127.0.0.1"
    port: int = 8700
    tls_cert: Path | None = None
    tls_key: Path | None = None
    allow_remote_without_tls: bool = False
    behind_proxy: bool = False
    """Believe what a proxy on this machine says of the caller's address and of TLS."""

    @property
    def tls(self) -> bool:
        """Whether it speaks TLS itself."""
        return self.tls_cert is not None

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}/"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def demand_safe(where: Listening) -> None:
    """Pass where nobody's password can be overheard.

    Raises:
        SettingsError: it would listen beyond this machine without TLS, or half of the TLS files are missing.
    """
    if (where.tls_cert is None) != (where.tls_key is None):
        raise SettingsError("expected both --tls-cert and --tls-key, or neither")
    for path in (where.tls_cert, where.tls_key):
        if path is not None and not path.is_file():
            raise SettingsError(f"{path}: there is no such file")
    if not where.tls and not is_loopback(where.host) and not where.allow_remote_without_tls:
        raise SettingsError(
            f"--host {where.host} can be reached from other machines, and passwords would travel in the open: "
            "give --tls-cert and --tls-key, or --allow-remote-without-tls where something else protects them"
        )


@dataclass(frozen=True)
class Opening:
    """How a process opens the queue: what it needs travels to each worker, and the worker opens its own."""

    stores: Path
    corpus: Path | None
    where: Listening

    def review(self) -> Review:
        """The queue of the settings over a folder of profiles.

        Raises:
            BadInput: a setting or a profile is wrong.
        """
        settings = load_settings()
        shops = ShopFolder(self.stores, settings, toolbox=Toolbox(settings, corpus_file=self.corpus))
        return open_review(settings.review, shops)

    def __call__(self) -> Shield:
        """The application of one worker."""
        end_with_parent()
        return _application(self.review(), self.where, demo=False)


def serve(review: Review, where: Listening, *, demo: bool = False) -> None:
    """Answer until stopped, in this process.

    Raises:
        SettingsError: see `demand_safe`.
    """
    demand_safe(where)
    uvicorn.Server(_config(_application(review, where, demo=demo), where)).run()


def serve_with_workers(opening: Opening, workers: int) -> None:
    """Answer until stopped, with several processes behind one port; one that dies is replaced.

    Raises:
        SettingsError: see `demand_safe`.
    """
    demand_safe(opening.where)
    config = _config(opening, opening.where, factory=True, workers=workers)
    Multiprocess(config, [config.bind_socket()]).run()


def _application(review: Review, where: Listening, *, demo: bool) -> Shield:
    loopback_only = is_loopback(where.host) and not where.behind_proxy
    return create_app(Desk(review, demo=demo, loopback_only=loopback_only), lifespan=beside(review))


def _config(app: Callable[..., Any], where: Listening, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=where.host,
        port=where.port,
        ssl_certfile=where.tls_cert,
        ssl_keyfile=where.tls_key,
        proxy_headers=where.behind_proxy,
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=10,
        timeout_worker_healthcheck=60,  # a worker that is busy is not dead
        **more,
    )
