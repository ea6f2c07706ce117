"""Addresses under which a person's browser may fetch a stored file, for a while.

An address carries what it allows and a signature over it: the file, the person, the time until which it works. It stays
the same for half of its life, so that the browser's cache works while a grid of thumbnails is opened again and again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.core import signing

if TYPE_CHECKING:
    from accounts.models import User

SALT = "core.media"

INLINE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".m4a": "audio/mp4",
}
"""What a browser may show in place: none of these can carry script. Everything else is a download."""


class LinkExpired(Exception):
    """The address was good, but its time is over."""


class LinkForged(Exception):
    """The address was not made by this installation."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a media address allows."""

    name: str
    """Name in the store."""
    user: str
    """Id of the person, empty: whoever has the address (a model server that has no account)."""
    expires: int
    """Unix time in seconds."""
    filename: str
    """What the file is called when it is saved."""
    as_attachment: bool

    @property
    def content_type(self) -> str:
        return _inline_type(self.filename) or _inline_type(self.name) or "application/octet-stream"

    @property
    def is_download(self) -> bool:
        return self.as_attachment or self.content_type == "application/octet-stream"


def signed_url(
    storage_name: str,
    *,
    user: User | None,
    filename: str | None = None,
    as_attachment: bool = False,
    seconds: int | None = None,
) -> str:
    """Address of a stored file for one person, good for `seconds` (by default MEDIA_URL_SECONDS) or up to half longer.

    The policy is asked before: whoever calls this has decided that `user` may see the file. With `user=None` the
    address works for whoever has it; give it only to machines without account, and few seconds.
    """
    seconds = settings.MEDIA_URL_SECONDS if seconds is None else seconds
    filename = PurePosixPath((filename or storage_name).replace("\\", "/")).name
    step = max(1, seconds // 2)
    expires = (int(time.time()) // step + 1) * step + seconds
    grant = Grant(storage_name, str(user.pk) if user else "", expires, filename, as_attachment)
    return f"/media/{_token(grant, settings.SECRET_KEY)}/{quote(filename, safe='')}"


@lru_cache(maxsize=4096)
def _token(grant: Grant, key: str) -> str:
    """The grant with its signature by `key`: pages of pictures are asked for again and again."""
    data = [grant.name, grant.user, grant.expires, grant.filename, int(grant.as_attachment)]
    return signing.Signer(key=key, salt=SALT).sign_object(data, compress=True)


def read_grant(token: str) -> Grant:
    """What a token allows. Raises LinkForged or LinkExpired."""
    try:
        name, user, expires, filename, as_attachment = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise LinkForged from error
    if expires < time.time():
        raise LinkExpired
    return Grant(name, user, expires, filename, bool(as_attachment))


def _inline_type(name: str) -> str | None:
    return INLINE_TYPES.get(PurePosixPath(name).suffix.lower())
