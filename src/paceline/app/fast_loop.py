"""Running a coroutine on the fastest event loop this platform has."""

import asyncio
from collections.abc import Callable, Coroutine


def run_fast(main: Coroutine[None, None, int]) -> int:
    """Run on the fastest loop there is."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(main)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
