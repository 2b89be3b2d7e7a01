"""What crosses the border to a sandboxed process: JSON with the bytes and arrays beside it, never code or objects."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import orjson
from numpy.typing import NDArray

BYTES, ARRAY = "$bytes", "$array"
_DTYPES = frozenset({"<f8", "<f4", "<i8", "<i4", "|b1", "|u1"})


def pack_frame(value: Any) -> list[bytes | memoryview]:
    """A value as pieces to write one after another; the first eight bytes are the length of the rest."""
    buffers: list[bytes | memoryview] = []

    def aside(one: Any) -> Any:
        if isinstance(one, np.generic):
            return cast(Any, one).item()
        if isinstance(one, np.ndarray):
            whole: NDArray[Any] = np.ascontiguousarray(cast("NDArray[Any]", one))
            buffers.append(whole.reshape(-1).view(np.uint8).data)
            return {ARRAY: [len(buffers) - 1, whole.dtype.str, list(whole.shape)]}
        if isinstance(one, bytes | bytearray | memoryview):
            buffers.append(bytes(cast("bytes | bytearray", one)))
            return {BYTES: len(buffers) - 1}
        raise TypeError(f"{type(one).__name__} does not cross the border")

    text = orjson.dumps(value, default=aside)
    sizes = b"".join(len(one).to_bytes(8, "little") for one in buffers)
    head = len(text).to_bytes(8, "little") + len(buffers).to_bytes(8, "little") + sizes + text
    total = len(head) + sum(len(one) for one in buffers)
    return [total.to_bytes(8, "little") + head, *buffers]


def unpack_frame(frame: bytes | bytearray) -> Any:
    """The value of what `pack_frame` made, less the first eight bytes; arrays are views of the frame."""
    whole = memoryview(frame)
    length, count = int.from_bytes(whole[:8], "little"), int.from_bytes(whole[8:16], "little")
    start = 16 + 8 * count
    sizes = [int.from_bytes(whole[16 + 8 * n : 24 + 8 * n], "little") for n in range(count)]
    place = start + length
    buffers: list[Any] = []
    for size in sizes:
        buffers.append(whole[place : place + size])
        place += size
    return _restored(orjson.loads(whole[start : start + length]), buffers)


def _restored(value: Any, buffers: Sequence[Any]) -> Any:
    if isinstance(value, list):
        items: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        return [_restored(one, buffers) if isinstance(one, (list, dict)) else one for one in items]
    if isinstance(value, dict):
        pairs: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        if len(pairs) == 1 and BYTES in pairs:
            return bytes(buffers[pairs[BYTES]])
        if len(pairs) == 1 and ARRAY in pairs:
            number, kind, shape = pairs[ARRAY]
            if kind not in _DTYPES:
                raise ValueError(f"an array of {kind} does not cross the border")
            return np.frombuffer(buffers[number], kind).reshape(shape)
        return {name: _restored(one, buffers) if isinstance(one, (list, dict)) else one for name, one in pairs.items()}
    return value
