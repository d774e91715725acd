"""An S3 bucket as a shelf, by s3fs: any server that speaks it; without keys in the address, as botocore finds them."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import suppress
from typing import Any

from warroom.errors import Trouble
from warroom.sync.addresses import Address
from warroom.sync.shelves import (
    ANSWER_WAIT,
    CONNECT_WAIT,
    Entry,
    failed,
    no_room_left,
    no_such_place,
    not_written,
    refused_us,
    unreachable,
)

TRIES = 2
PATIENCE = 5.0  # seconds for connections to end
REFUSED = ("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "403", "ExpiredToken", "InvalidToken")
TALKATIVE = ("s3fs", "fsspec", "botocore", "aiobotocore")  # they log what they also raise


class S3Shelf:
    """An object is there whole or not at all. A loop of its own, on a thread that ends with it. See `Shelf`."""

    lanes = 8

    def __init__(self, address: Address) -> None:
        self._address = address
        self.where = " ".join(filter(None, (address.options.get("endpoint"), address.host)))
        self._prefix = address.path.strip("/") + "/" if address.path.strip("/") else ""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._files: Any = None

    def open(self, *, may_make: bool) -> None:
        import s3fs

        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"s3 {self._address.host}", daemon=True)
        self._thread.start()
        address = self._address
        self._files = s3fs.S3FileSystem(
            key=address.user or None,
            secret=address.password or None,
            endpoint_url=address.options.get("endpoint"),
            client_kwargs={"region_name": address.options["region"]} if "region" in address.options else {},
            config_kwargs={
                "connect_timeout": CONNECT_WAIT,
                "read_timeout": ANSWER_WAIT,
                "retries": {"max_attempts": TRIES},
                "request_checksum_calculation": "when_required",  # servers other than Amazon's know no others
                "response_checksum_validation": "when_required",
            },
            use_listings_cache=False,
            skip_instance_cache=True,
            loop=self._loop,
        )
        self._files.retries = 1  # botocore has tried already
        self._call("list_objects_v2", writing=False, Bucket=address.host, Prefix=self._prefix, MaxKeys=1)

    def names(self, folder: str) -> list[Entry]:
        below = f"{self._prefix}{folder}/" if folder else self._prefix
        found: list[Entry] = []
        more: dict[str, str] = {}
        while True:
            page = self._call(
                "list_objects_v2", writing=False, Bucket=self._address.host, Prefix=below, Delimiter="/", **more
            )
            folders, files = page.get("CommonPrefixes", ()), page.get("Contents", ())
            found += [Entry(item["Prefix"][len(below) :].rstrip("/"), is_folder=True) for item in folders]
            found += [Entry(item["Key"][len(below) :], is_folder=False, size=item.get("Size")) for item in files]
            token = page.get("NextContinuationToken") if page.get("IsTruncated") else None
            if token is None or token == more.get("ContinuationToken"):
                return [entry for entry in found if entry.name]
            more = {"ContinuationToken": token}

    def read(self, path: str, most: int) -> bytes | None:
        try:
            body: bytes = self._files.cat_file(self._place(path), start=0, end=most + 1)
        except FileNotFoundError:
            return None
        except Exception as error:
            if _code(error) == "InvalidRange":
                return b""
            raise self._explained(error, writing=False) from error
        return body if len(body) <= most else None

    def put(self, path: str, body: bytes) -> None:
        try:
            self._files.pipe_file(self._place(path), body)
        except Exception as error:
            raise self._explained(error, writing=True) from error

    def settle(self) -> None:
        return  # an answer means that it is kept

    def close(self) -> None:
        loop, thread, files = self._loop, self._thread, self._files
        self._loop = self._thread = self._files = None
        if loop is None or thread is None:
            return
        with suppress(Exception):  # the connections of a server that is gone
            asyncio.run_coroutine_threadsafe(_end(files), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        if not thread.is_alive():
            loop.close()

    def _place(self, path: str) -> str:
        return f"{self._address.host}/{self._prefix}{path}"

    def _call(self, method: str, *, writing: bool, **asked: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = self._files.call_s3(method, **asked)
        except Exception as error:
            raise self._explained(error, writing=writing) from error
        return answer

    def _explained(self, error: Exception, *, writing: bool) -> Exception:
        from botocore import exceptions

        if isinstance(error, Trouble):
            return error
        code = _code(error)
        if isinstance(error, exceptions.NoCredentialsError | exceptions.PartialCredentialsError):
            return refused_us(self.where)
        if code in REFUSED or isinstance(error, PermissionError):
            return not_written(self.where) if writing and code == "AccessDenied" else refused_us(self.where)
        if code in ("NoSuchBucket", "404") or isinstance(error, FileNotFoundError):
            return no_such_place(self.where)
        if code in ("XMinioStorageFull", "QuotaExceeded", "InsufficientStorage"):
            return no_room_left(self.where)
        if isinstance(error, exceptions.ClientError):
            return failed(self.where, code or type(error).__name__)
        if isinstance(error, OSError | exceptions.BotoCoreError | asyncio.TimeoutError):
            return unreachable(self.where)
        return error


def _code(error: BaseException | None) -> str:
    """What S3 called it, through the translation of s3fs."""
    while error is not None:
        response = getattr(error, "response", None)
        if isinstance(response, dict):
            return str(response.get("Error", {}).get("Code", ""))
        error = error.__cause__
    return ""


async def _end(files: Any) -> None:
    """Close the connections and whatever still runs on this loop."""
    client = getattr(files, "_s3", None)
    if client is not None:
        await client.__aexit__(None, None, None)
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()
