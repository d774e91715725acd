"""OLE guard: an old .xls file is weighed before the reader opens it, because the reader holds the whole rectangle.

Microsoft's open specifications describe the container (MS-CFB: sectors, chains, directory) and the records (MS-XLS).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from warroom.formats.limits import LARGEST_WORKBOOK, MOST_CELLS, refuse_larger
from warroom.formats.zip_guard import damaged_workbook, too_heavy

_FREE = 0xFFFFFFFA  # sector numbers from here up are marks, not places
_STREAM_NAMES = ("workbook", "book")
_BOF = (0x0809, 0x0409, 0x0209, 0x0009)
_DIMENSIONS = (0x0200, 0x0000)
_ONE_CELL = (0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, 0x0406, 0x0206, 0x007E)
_MANY_CELLS = (0x00BD, 0x00BE)
_ROWS_OF_OLD_EXCEL = 65_536


def refuse_heavy_xls(data: bytes) -> None:
    """Refuse an .xls file whose sheets reach too far, or whose container is broken."""
    refuse_larger(len(data), LARGEST_WORKBOOK)
    try:
        stream = _workbook_stream(data)
        _weigh(stream)
    except (struct.error, IndexError, ValueError, UnicodeError) as problem:
        raise damaged_workbook() from problem


def _weigh(stream: bytes) -> None:
    """Every sheet's declared size and farthest cell, against the limit."""
    last_row = last_column = 0
    for kind, body in _records(stream):
        if kind in _BOF:
            last_row = last_column = 0
        elif kind in _DIMENSIONS and len(body) >= 10:
            wide = len(body) >= 14
            first_row, end_row = struct.unpack_from("<II" if wide else "<HH", body, 0)
            first_column, end_column = struct.unpack_from("<HH", body, 8 if wide else 4)
            if end_row < first_row or end_column < first_column:
                raise ValueError("the dimensions are reversed")
            last_row, last_column = max(last_row, end_row), max(last_column, end_column)
        elif kind in _ONE_CELL and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body, 0)
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        elif kind in _MANY_CELLS and len(body) >= 6:
            (row,) = struct.unpack_from("<H", body, 0)
            (column,) = struct.unpack_from("<H", body, len(body) - 2)
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        if last_row * last_column > MOST_CELLS or last_row > _ROWS_OF_OLD_EXCEL:
            raise too_heavy()


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _workbook_stream(data: bytes) -> bytes:
    """The bytes of the Workbook (or Book) stream inside the container."""
    header = struct.unpack_from("<HHHHH6xIIIIIIIII", data, 24)
    sector_size, mini_size = 1 << header[3], 1 << header[4]
    if sector_size not in (512, 4096) or mini_size != 64:
        raise ValueError("odd sector sizes")
    directory_start, mini_cutoff, mini_start, master_start = header[7], header[9], header[10], header[12]
    master = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _FREE]
    for sector in _master_chain(data, sector_size, master_start):
        master.extend(sector)
    per_sector = sector_size // 4
    table: list[int] = []
    for number in master[: len(data) // sector_size + 1]:
        table.extend(struct.unpack(f"<{per_sector}I", _sector(data, number, sector_size)))
    directory = b"".join(_sector(data, number, sector_size) for number in _chain(table, directory_start))
    root_start = struct.unpack_from("<I", directory, 116)[0]
    for place in range(0, len(directory) - 127, 128):
        entry = directory[place : place + 128]
        name_length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, min(name_length, 64) - 2)].decode("utf-16-le")
        if name.lower() not in _STREAM_NAMES:
            continue
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= mini_cutoff:
            return b"".join(_sector(data, number, sector_size) for number in _chain(table, start))[:size]
        minis = b"".join(_sector(data, number, sector_size) for number in _chain(table, root_start))
        mini_bytes = b"".join(_sector(data, number, sector_size) for number in _chain(table, mini_start))
        mini_table = list(struct.unpack(f"<{len(mini_bytes) // 4}I", mini_bytes))
        return b"".join(minis[number * 64 : number * 64 + 64] for number in _chain(mini_table, start))[:size]
    raise ValueError("there is no workbook in the container")


def _master_chain(data: bytes, sector_size: int, start: int) -> Iterator[list[int]]:
    """The parts of the master table beyond the header; the last number of each leads to the next."""
    seen: set[int] = set()
    while start < _FREE:
        if start in seen:
            raise ValueError("the chain runs in a circle")
        seen.add(start)
        numbers = struct.unpack(f"<{sector_size // 4}I", _sector(data, start, sector_size))
        yield [number for number in numbers[:-1] if number < _FREE]
        start = numbers[-1]


def _chain(table: list[int], start: int) -> Iterator[int]:
    steps = 0
    while start < _FREE:
        yield start
        start = table[start]
        steps += 1
        if steps > len(table):
            raise ValueError("the chain runs in a circle")


def _sector(data: bytes, number: int, size: int) -> bytes:
    begin = (number + 1) * size
    piece = data[begin : begin + size]
    if not piece:
        raise ValueError("a sector lies outside the file")
    return piece.ljust(size, b"\0")
