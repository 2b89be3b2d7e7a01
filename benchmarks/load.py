"""Asking an address over and over: with wrk where it is installed, else with a small client of our own."""

import asyncio
import re
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

WRK = shutil.which("wrk")


@dataclass(frozen=True)
class Load:
    """What came of a round: requests a second, and the median time of one in milliseconds."""

    per_second: float
    p50: float
    failed: int


def press(url: str, headers: dict[str, str], connections: int, seconds: float) -> Load:
    """One round."""
    if WRK is None:
        return asyncio.run(_own(url, headers, connections, seconds))
    command = [WRK, "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency"]
    command += [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    return _read(subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout)


def _read(text: str) -> Load:
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    median = re.search(r"50%\s+([\d.]+)(us|ms|s)", text)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if rate is None or median is None:
        raise RuntimeError(text)
    return Load(
        float(rate[1]), float(median[1]) * {"us": 0.001, "ms": 1, "s": 1000}[median[2]], int(failed[1]) if failed else 0
    )


async def _own(url: str, headers: dict[str, str], connections: int, seconds: float) -> Load:
    parts = urlsplit(url)
    lines = [f"GET {parts.path}{'?' + parts.query if parts.query else ''} HTTP/1.1", f"Host: {parts.netloc}"]
    request = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()
    times: list[float] = []
    failed = 0
    until = time.perf_counter() + seconds

    async def ask() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while time.perf_counter() < until:
            started = time.perf_counter()
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = re.search(rb"content-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            failed += b" 200 " not in head[:15]
            times.append((time.perf_counter() - started) * 1000)
        writer.close()

    await asyncio.gather(*(ask() for _ in range(connections)))
    return Load(len(times) / seconds, statistics.median(times), failed)
