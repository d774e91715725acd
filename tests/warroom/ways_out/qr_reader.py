"""A reader of QR codes by the standard alone (ISO/IEC 18004): modules in, text out, to prove what is printed.

It reads what is drawn without repairing anything: a code that a scanner could only guess at fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

FORMAT_MASK = 0b101010000010010
LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
MASKS: list[Callable[[int, int], bool]] = [
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
]
# Level M by version (table 9): blocks and data codewords of each, then those with one codeword more.
BLOCKS_M = [
    (1, 16, 0), (1, 28, 0), (1, 44, 0), (2, 32, 0), (2, 43, 0), (4, 27, 0), (4, 31, 0), (2, 38, 2), (3, 36, 2),
    (4, 43, 1), (1, 50, 4), (6, 36, 2), (8, 37, 1), (4, 40, 5), (5, 41, 5), (7, 45, 3), (10, 46, 1), (9, 43, 4),
]  # fmt: skip


def read(rows: Sequence[bytes]) -> str:
    """The text of a code of level M, version 1 to 18. Raises AssertionError for what is no such code."""
    size = len(rows)
    version = (size - 17) // 4
    assert all(len(row) == size for row in rows), "not square"
    assert 1 <= version <= len(BLOCKS_M), f"version {version}"
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        assert [rows[top + n][left + n] for n in range(7)] == [1, 0, 1, 1, 1, 0, 1], "no finder pattern"
    bits = [rows[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [rows[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    told = int("".join(map(str, bits)), 2) ^ FORMAT_MASK
    assert LEVELS[told >> 13] == "M", "another level of repair"
    mask = MASKS[told >> 10 & 0b111]
    stream = [rows[y][x] ^ mask(y, x) for y, x in _places(size, version)]
    words = [int("".join(map(str, stream[n : n + 8])), 2) for n in range(0, len(stream) - 7, 8)]
    return _text(_data(words, version), version)


def _places(size: int, version: int) -> Iterator[tuple[int, int]]:
    """Where data lies, in its order: pairs of columns from the right, up and down (§7.7.3)."""
    taken = _function_modules(size, version)
    upward, x = True, size - 1
    while x > 0:
        if x == 6:
            x -= 1
        for y in range(size - 1, -1, -1) if upward else range(size):
            for column in (x, x - 1):
                if (y, column) not in taken:
                    yield y, column
        upward, x = not upward, x - 2


def _function_modules(size: int, version: int) -> set[tuple[int, int]]:
    taken = {(6, n) for n in range(size)} | {(n, 6) for n in range(size)}
    taken |= {(y, x) for y in range(9) for x in (*range(9), *range(size - 8, size))}
    taken |= {(y, x) for y in range(size - 8, size) for x in range(9)}
    centres = _centres(size, version)
    for cy in centres:
        for cx in centres:
            if (cy, cx) not in ((6, 6), (6, size - 7), (size - 7, 6)):
                taken |= {(cy + dy, cx + dx) for dy in range(-2, 3) for dx in range(-2, 3)}
    if version >= 7:
        taken |= {(y, x) for y in range(6) for x in range(size - 11, size - 8)}
        taken |= {(y, x) for y in range(size - 11, size - 8) for x in range(6)}
    return taken


def _centres(size: int, version: int) -> list[int]:
    """Where alignment patterns stand (annex E)."""
    if version == 1:
        return []
    count = version // 7 + 2
    step = (size - 13 + 2 * (count - 1) - 1) // (2 * (count - 1)) * 2 if count > 2 else size - 13
    return [6, *sorted(size - 7 - n * step for n in range(count - 1))]


def _data(words: list[int], version: int) -> bytes:
    """The data codewords, taken out of their blocks (§7.6)."""
    few, length, more = BLOCKS_M[version - 1]
    lengths = [length] * few + [length + 1] * more
    blocks: list[list[int]] = [[] for _ in lengths]
    it = iter(words)
    for n in range(max(lengths)):
        for block, most in zip(blocks, lengths, strict=True):
            if n < most:
                block.append(next(it))
    return bytes(word for block in blocks for word in block)


def _text(data: bytes, version: int) -> str:
    bits = "".join(f"{byte:08b}" for byte in data)
    assert bits[:4] == "0100", "not a byte segment"
    wide = 8 if version < 10 else 16
    count = int(bits[4 : 4 + wide], 2)
    start = 4 + wide
    return bytes(int(bits[start + 8 * n : start + 8 * n + 8], 2) for n in range(count)).decode("utf-8")
