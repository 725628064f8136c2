"""``serve`` and ``token``: the HTTP service, and a caller's token for development."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, emit, require_extra
from scoring.domain.errors import InputError

__all__ = ["SettingsFile", "register", "serve", "token"]

SettingsFile = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="Settings (TOML); default: COUNTERSCORE_* variables.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(serve)
    app.command()(token)


def serve(
    settings: SettingsFile = None,
    port: Annotated[int | None, typer.Option("--port", metavar="P", help="Port; 0 takes a free one.")] = None,
    as_json: AsJson = False,
) -> None:
    """Serve decisions, explanations, appeals and evidence over HTTP until interrupted."""
    require_extra("serve", "fastapi", "uvicorn", "sqlalchemy", "joserfc", "pydantic_settings")
    import uvicorn

    from api.bootstrap import create_service, open_context, prepare
    from api.settings import read_settings

    ready = prepare(read_settings(settings, port=port))
    with open_context(ready) as context, _bound(ready.host, ready.port) as listening:
        app = create_service(ready, context)
        host, bound_port = listening.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{bound_port}"
        document = {
            "address": address,
            "card": context.card_digest,
            "policy": context.policy_digest,
            "vkey": context.signer.vkey,
        }
        text = f"listening on {address} ({ready.environment}); stop with Ctrl-C\nverification key {context.signer.vkey}"
        # One line for a program that waits for it; people get the same in words.
        print(json.dumps(document) if as_json else text, flush=True)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def token(
    role: Annotated[str, typer.Option("--role", help="person, lender or reviewer.")],
    subject: Annotated[str, typer.Option("--subject", metavar="ID", help="The caller's own id.")],
    tenant: Annotated[str, typer.Option("--tenant", metavar="ID", help="The lender, for its staff.")] = "",
    minutes: Annotated[int, typer.Option("--minutes", help="How long it is valid.", min=1, max=1440)] = 60,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Print a bearer token, signed with the development key. Development only."""
    require_extra("serve", "joserfc", "pydantic_settings")
    from api.bootstrap import TOKENS, development_token, prepare
    from api.services.records import Caller, Role
    from api.settings import read_settings

    try:
        caller = Caller(subject=subject, role=Role(role), tenant=tenant)
    except ValueError:
        raise InputError(f"there is no role '{role}'", remedy=f"Choose from {', '.join(Role)}") from None
    made = development_token(prepare(read_settings(settings), TOKENS), caller, minutes)
    emit({"token": made}, made, as_json=as_json)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()  # from here on a caller waits instead of being refused
    except OSError as error:
        raise InputError(
            f"cannot listen on {host}, port {port} ({error.strerror})", remedy="Choose another port; 0 takes a free one"
        ) from None
    return listening
