"""What projects tells the apps above it. Sent inside the transaction that did it."""

from __future__ import annotations

from django.dispatch import Signal

task_moved = Signal()
"""sender=Task; task, verb, source, target, by (None for the system), reason."""

answer_asked = Signal()
"""sender=Task; item, task: somebody is asked for an answer to the item, and this task is for it."""

batch_moved = Signal()
"""sender=Batch; batch, verb, source, target, by, reason."""

import_starting = Signal()
"""sender=Import; project, format, options. A receiver raises a DomainError to refuse what it could not read."""
