"""The commands `assistant review …` and their options; what they do is in `assistant.cli.review`."""

from pathlib import Path
from typing import Annotated

import typer

review_app = typer.Typer(
    help="The review queue: its page, its database, its accounts.", no_args_is_help=True, rich_markup_mode=None
)
users_app = typer.Typer(help="Who may sign in to the review page.", no_args_is_help=True, rich_markup_mode=None)
review_app.add_typer(users_app, name="users")

StoresOption = Annotated[Path | None, typer.Option("--stores", help="A folder of store profiles.", metavar="DIR")]
StoreIdsOption = Annotated[
    list[str] | None, typer.Option("--store", help="A store's id, or * for every one; may be repeated.", metavar="ID")
]


@review_app.command("serve")
def review_serve(
    stores: StoresOption = None,
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", help="A corpus of the store's own, on top of the bundled one.", metavar="FILE"),
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="A filled queue of made-up buyers, thrown away at the end.")
    ] = False,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port.")] = 8700,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", help="The certificate (PEM).", metavar="FILE")] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", help="Its key (PEM).", metavar="FILE")] = None,
    allow_remote_without_tls: Annotated[
        bool,
        typer.Option("--allow-remote-without-tls", help="Listen beyond this machine although nothing is encrypted."),
    ] = False,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy on this machine ends TLS: believe its X-Forwarded headers.")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes behind the port.")] = 1,
) -> None:
    """Run the page where people approve drafts, and the HTTP API beside it.

    The first start makes the account admin and prints its one-time password.
    """
    from assistant.cli import review

    given = review.Serving(
        stores=stores,
        corpus=corpus,
        demo=demo,
        host=host,
        port=port,
        tls_cert=tls_cert,
        tls_key=tls_key,
        allow_remote_without_tls=allow_remote_without_tls,
        behind_proxy=behind_proxy,
        workers=workers,
    )
    raise typer.Exit(review.serve(given))


@review_app.command("migrate")
def review_migrate(
    revision: Annotated[str, typer.Argument(help="head (this release), base (empty), or a revision.")] = "head",
) -> None:
    """Bring the database of the queue to this release, or to another revision."""
    from assistant.cli import review

    raise typer.Exit(review.migrate(revision))


@review_app.command("export")
def review_export(
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.", metavar="DIR")],
    stores: StoresOption = None,
) -> None:
    """Write what decisions taught: accepted script changes, labelled cases, how each script fares."""
    from assistant.cli import review

    raise typer.Exit(review.export(out, stores))


@review_app.command("purge")
def review_purge(
    days: Annotated[
        float | None,
        typer.Option("--days", min=0, help="Closed longer ago than this; the settings' days when left out."),
    ] = None,
) -> None:
    """Destroy the personal data of drafts that were closed long enough ago. What happened to them stays."""
    from assistant.cli import review

    raise typer.Exit(review.purge(days))


@review_app.command("send-again")
def review_send_again() -> None:
    """Put approved replies that were given up on their way once more, as after a receiver's long outage.

    One whose conversation has moved on since stays where it is.
    """
    from assistant.cli import review

    raise typer.Exit(review.send_again())


@review_app.command("rotate-keys")
def review_rotate_keys() -> None:
    """Close everything with the newest key of the settings."""
    from assistant.cli import review

    raise typer.Exit(review.rotate_keys())


@review_app.command("token")
def review_token(
    owner: Annotated[str, typer.Argument(help="The account that it acts for.")],
    scope: Annotated[
        list[str], typer.Option("--scope", help="drafts, checks, search, queue:read, queue:decide, delivery.")
    ],
    name: Annotated[str, typer.Option("--name", help="What it is for.")] = "token",
    store: StoreIdsOption = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How long it is in force.")] = 365,
) -> None:
    """Make a token for the HTTP API and print it once."""
    from assistant.cli import review

    raise typer.Exit(review.add_token(owner, name, scope, store or [], days))


@review_app.command("sign-ins")
def review_sign_ins(
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many lines.")] = 50,
) -> None:
    """Show the record of sign-ins, newest first."""
    from assistant.cli import review

    raise typer.Exit(review.list_sign_ins(limit))


@users_app.command("list")
def users_list() -> None:
    """Every account."""
    from assistant.cli import review

    raise typer.Exit(review.list_users())


@users_app.command("add")
def users_add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[str, typer.Option("--role", help="agent, reviewer or admin.")] = "agent",
    store: StoreIdsOption = None,
) -> None:
    """Make an account and print its one-time password."""
    from assistant.cli import review

    raise typer.Exit(review.add_user(name, role, store or []))


@users_app.command("reset")
def users_reset(name: Annotated[str, typer.Argument(help="Whose password.")]) -> None:
    """Print a new one-time password; every session of the account ends."""
    from assistant.cli import review

    raise typer.Exit(review.reset_user(name))


@users_app.command("off")
def users_off(name: Annotated[str, typer.Argument(help="Who may no longer sign in.")]) -> None:
    """Deactivate an account; its sessions and tokens end at once."""
    from assistant.cli import review

    raise typer.Exit(review.switch_user(name, active=False))


@users_app.command("on")
def users_on(name: Annotated[str, typer.Argument(help="Who may sign in again.")]) -> None:
    """Let an account sign in again."""
    from assistant.cli import review

    raise typer.Exit(review.switch_user(name, active=True))
