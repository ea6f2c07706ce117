"""What accounts hears from Django."""

from __future__ import annotations

import time

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.middleware import BEGAN, SEEN
from accounts.models import Membership
from core import once


@receiver(user_logged_in)
def note_beginning(request: HttpRequest, **kwargs: object) -> None:
    """A session knows from its first moment when it began; otherwise its first request would have to write that."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


for changed in (post_save, post_delete):
    changed.connect(once.forget, Membership, dispatch_uid="accounts.standing")
