"""Rate limits: how often something may be tried, counted over a window that moves with the clock."""

from functools import lru_cache
from hashlib import sha256
from math import ceil
from typing import cast

import limits
from limits.aio.storage import MovingWindowSupport, Storage
from limits.aio.storage.redis import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import ConfigurationError

from paceline.infra.clock import Clock
from paceline.kit.errors import Limited

SWEEP_EVERY = 1000


class MemoryWindow(Storage, MovingWindowSupport):
    """Keeps the moments of recent tries in this process, by our own clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tries: dict[str, list[float]] = {}
        self._windows: dict[str, int] = {}
        self._since_sweep = 0
        super().__init__()

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` tries, if they fit; nothing awaits in between, so tries cannot overtake each other."""
        now = self._now()
        self._sweep(now)
        recent = self._recent(key, expiry, now)
        fits = len(recent) + amount <= limit
        if fits:
            recent.extend([now] * amount)
        if recent:
            self._tries[key], self._windows[key] = recent, expiry
        return fits

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the oldest counted try was, and how many are counted."""
        now = self._now()
        recent = self._recent(key, expiry, now)
        return (recent[0] if recent else now), len(recent)

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        raise NotImplementedError("Only moving windows are counted here.")

    async def get(self, key: str) -> int:
        return len(self._tries.get(key, ()))

    async def get_expiry(self, key: str) -> float:
        tries = self._tries.get(key)
        return tries[0] + self._windows[key] if tries else self._now()

    async def check(self) -> bool:
        return True

    async def reset(self) -> int:
        count = len(self._tries)
        self._tries.clear()
        self._windows.clear()
        return count

    async def clear(self, key: str) -> None:
        self._tries.pop(key, None)
        self._windows.pop(key, None)

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _recent(self, key: str, expiry: int, now: float) -> list[float]:
        return [at for at in self._tries.get(key, ()) if at > now - expiry]

    def _sweep(self, now: float) -> None:
        """Forget keys nobody has used for a whole window, so that an attack with many keys does not fill the memory."""
        self._since_sweep += 1
        if self._since_sweep < SWEEP_EVERY:
            return
        self._since_sweep = 0
        for key in [key for key, tries in self._tries.items() if tries[-1] <= now - self._windows[key]]:
            del self._tries[key], self._windows[key]


class Limiter:
    """Counts tries by scope ("login") and key (an address, an account) and refuses when there are too many."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._clock = clock
        self._window = MovingWindowRateLimiter(storage)
        self._storage = storage

    async def hit(self, scope: str, key: str, rule: str) -> None:
        """Count one try under a rule such as "10/5minutes"; one too many raises Limited with the seconds to wait."""
        item = _rule(rule)
        if not await self._window.hit(item, scope, _short(key)):
            raise await self._limited(item, scope, _short(key))

    async def peek(self, scope: str, key: str, rule: str) -> int:
        """How many more tries the rule allows now, without counting one."""
        item = _rule(rule)
        return max(0, (await self._window.get_window_stats(item, scope, _short(key))).remaining)

    async def clear(self, scope: str, key: str, rule: str) -> None:
        """Forget the tries, as after a good login."""
        await self._window.clear(_rule(rule), scope, _short(key))

    async def forget_all(self) -> None:
        """Forget every try of everybody."""
        await self._storage.reset()

    async def check(self) -> bool:
        return await self._storage.check()

    async def _limited(self, item: limits.RateLimitItem, scope: str, key: str) -> Limited:
        stats = await self._window.get_window_stats(item, scope, _short(key))
        wait = max(1, ceil(stats.reset_time - self._clock.now().timestamp()))
        return Limited(f"That was too often. Please wait {_in_words(wait)} and try again.", retry_after=wait)


def open_limiter(clock: Clock, redis_url: str = "") -> Limiter:
    """Counts in this process, or in Redis when several web processes must count together (on Redis's host clock)."""
    if not redis_url:
        return Limiter(MemoryWindow(clock), clock)
    try:
        storage = RedisStorage(f"async+{redis_url}", implementation="redispy", wrap_exceptions=True)
    except ConfigurationError as error:
        sentence = "REDIS_URL is set, but the redis package is not installed. Install it, or leave REDIS_URL empty."
        raise RuntimeError(sentence) from error
    return Limiter(cast(Storage, storage), clock)


@lru_cache(maxsize=256)
def _rule(text: str) -> limits.RateLimitItem:
    return limits.parse(text)


def _short(key: str) -> str:
    """Keys come from people; a very long one must not cost memory."""
    return key if len(key) <= 64 else sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _in_words(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    minutes = ceil(seconds / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{ceil(minutes / 60)} hours"
