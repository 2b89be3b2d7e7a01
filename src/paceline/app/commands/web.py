"""`paceline web`: the web server alone."""

import socket
from argparse import Namespace

import uvicorn

from paceline.app.asgi import create_app
from paceline.app.commands.running import follow_supervisor, settle, whole_machinery
from paceline.app.commands.telling import complain, plainly
from paceline.app.fast_loop import run_fast
from paceline.app.registry import slices
from paceline.infra.settings import InstanceSettings


@plainly
def web(arguments: Namespace) -> int:
    """Run until interrupted."""
    slices()  # loaded while the supervisor still starts the database
    if arguments.supervised:
        follow_supervisor()
    return run_fast(_web(supervised=arguments.supervised))


async def _web(*, supervised: bool) -> int:
    async with whole_machinery(supervised=supervised) as machinery:
        listening = _listen(machinery.settings)
        if listening is None:
            return 1
        config = uvicorn.Config(
            create_app(machinery),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=machinery.settings.trusted_proxies,
            timeout_graceful_shutdown=3,
            timeout_keep_alive=30,
        )
        settle()
        await uvicorn.Server(config).serve(sockets=[listening])
    return 0


def _listen(instance: InstanceSettings) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in instance.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((instance.host, instance.port))
    except OSError as error:
        where = f"{instance.host}:{instance.port}"
        complain(
            f"Cannot listen on {where}: {error.strerror}. Is Paceline running already? PACELINE_PORT chooses another port."
        )
        listening.close()
        return None
    listening.listen(1024)
    return listening
