"""Addresses under which a person's browser may fetch a stored file, for a while.

An address carries what it allows and a signature over it: the file, the person, the time until which it works. It stays
the same for half of its life, so that the browser's cache works while a grid of thumbnails is opened again and again.

Work on one recording or scene takes longer than an address lives, and parts of the file are fetched all the time. So an
address may say what the file is of: after its time it goes on to work for as long as its person may see that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.core import signing

if TYPE_CHECKING:
    from uuid import UUID

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
    about: str = ""
    """Id of the asset that the file is of; empty: the address ends with its time."""

    @property
    def is_over(self) -> bool:
        return self.expires < time.time()

    @property
    def content_type(self) -> str:
        return _inline_type(self.filename) or _inline_type(self.name) or "application/octet-stream"

    @property
    def is_download(self) -> bool:
        return self.as_attachment or self.content_type == "application/octet-stream"


MaySee = Callable[["User", str], bool]
"""(person, id of an asset) -> whether the person may see it now."""
_rules: list[MaySee] = []


def register(rule: MaySee) -> None:
    """Let the app that knows assets say who may see one."""
    if rule not in _rules:
        _rules.append(rule)


def may_still_see(user: User, grant: Grant) -> bool:
    """Whether the person may see what the file is of, so that an address whose time is over goes on to work."""
    return bool(grant.about) and any(rule(user, grant.about) for rule in _rules)


def signed_url(
    storage_name: str,
    *,
    user: User | None,
    about: UUID | None = None,
    filename: str | None = None,
    as_attachment: bool = False,
    seconds: int | None = None,
) -> str:
    """Address of a stored file for one person, good for `seconds` (by default MEDIA_URL_SECONDS) or up to half longer.

    The policy is asked before: whoever calls this has decided that `user` may see the file. With `user=None` the
    address works for whoever has it; give it only to machines without account, and few seconds. `about` is the asset
    that the file is of: as long as `user` may see it, the address works beyond its time.
    """
    seconds = settings.MEDIA_URL_SECONDS if seconds is None else seconds
    filename = PurePosixPath((filename or storage_name).replace("\\", "/")).name
    step = max(1, seconds // 2)
    expires = (int(time.time()) // step + 1) * step + seconds
    person, asset = str(user.pk) if user else "", str(about or "")
    grant = Grant(storage_name, person, expires, filename, as_attachment, asset)
    return f"/media/{_token(grant, settings.SECRET_KEY)}/{quote(filename, safe='')}"


@lru_cache(maxsize=4096)
def _token(grant: Grant, key: str) -> str:
    """The grant with its signature by `key`: pages of pictures are asked for again and again."""
    data = [grant.name, grant.user, grant.expires, grant.filename, int(grant.as_attachment), grant.about]
    return signing.Signer(key=key, salt=SALT).sign_object(data, compress=True)


def read_grant(token: str) -> Grant:
    """What a token allows or once allowed: see `Grant.is_over`. Raises LinkForged."""
    try:
        name, user, expires, filename, as_attachment, about = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise LinkForged from error
    return Grant(name, user, expires, filename, bool(as_attachment), about)


def _inline_type(name: str) -> str | None:
    return INLINE_TYPES.get(PurePosixPath(name).suffix.lower())
