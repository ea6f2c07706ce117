from core.models.audit import AuditEvent
from core.models.job import Job, JobQuerySet
from core.models.worker import WorkerHeartbeat

__all__ = ["AuditEvent", "Job", "JobQuerySet", "WorkerHeartbeat"]
