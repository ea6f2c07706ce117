"""Files in an S3-compatible store; loaded only where STORAGE_URL names one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage

from core.storage import CHUNK, Stat, temporary_file

PROXY_SECONDS = 300
"""The proxy asks at once; a long download goes on after its address has expired."""
MISSING = {"404", "NoSuchKey", "NotFound"}


class BucketStorage(S3Storage):  # type: ignore[misc]  # the library ships no types
    """One bucket, optionally below a prefix. Links to it are never handed out: media has signed URLs of our own."""

    def __init__(
        self, *, bucket: str, prefix: str = "", endpoint: str | None = None, region: str | None = None
    ) -> None:
        super().__init__(
            bucket_name=bucket,
            location=prefix,
            endpoint_url=endpoint,
            region_name=region,
            default_acl=None,
            signature_version="s3v4",
            file_overwrite=True,
            # Stores of one's own rarely have a name per bucket.
            addressing_style="path" if endpoint else "auto",
        )

    def _key(self, name: str) -> str:
        return str(self._normalize_name(name))

    def stat(self, name: str) -> Stat:
        try:
            head = self.connection.meta.client.head_object(Bucket=self.bucket_name, Key=self._key(name))
        except ClientError as error:
            raise _translated(error, name) from error
        return Stat(int(head["ContentLength"]), head["LastModified"])

    def keep(self, source: Path, name: str, *, move: bool) -> None:
        try:
            already = self.stat(name).size == source.stat().st_size
        except FileNotFoundError:
            already = False
        if not already:
            # S3 shows an object only when all of it has arrived.
            self.bucket.upload_file(str(source), self._key(name))
        if move:
            source.unlink(missing_ok=True)

    def spool(self) -> Path | None:
        return None

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        with temporary_file(Path(name).suffix) as path:
            try:
                self.bucket.download_file(self._key(name), str(path))
            except ClientError as error:
                raise _translated(error, name) from error
            yield path

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        if stop <= start:
            return
        try:
            answer = self.connection.meta.client.get_object(
                Bucket=self.bucket_name, Key=self._key(name), Range=f"bytes={start}-{stop - 1}"
            )
        except ClientError as error:
            raise _translated(error, name) from error
        yield from answer["Body"].iter_chunks(CHUNK)

    def behind_proxy(self, name: str, *, method: str) -> str:
        """The bucket stays private: the proxy gets an address signed for this one file."""
        address: str = self.connection.meta.client.generate_presigned_url(
            "head_object" if method == "HEAD" else "get_object",
            Params={"Bucket": self.bucket_name, "Key": self._key(name)},
            ExpiresIn=PROXY_SECONDS,
        )
        parts = urlsplit(address)
        return f"{parts.path.lstrip('/')}?{parts.query}"

    def prepare(self) -> bool:
        """Makes the bucket where it is missing; answers whether it was."""
        client = self.connection.meta.client
        try:
            client.head_bucket(Bucket=self.bucket_name)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in MISSING | {"NoSuchBucket"}:
                raise
            client.create_bucket(Bucket=self.bucket_name)
            return True
        return False


def _translated(error: ClientError, name: str) -> Exception:
    return FileNotFoundError(name) if error.response.get("Error", {}).get("Code") in MISSING else error
