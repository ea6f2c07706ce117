from annotation.models.document import Document, Record, Revision
from annotation.models.prelabel import PrelabelModel, PrelabelRun

__all__ = ["Document", "PrelabelModel", "PrelabelRun", "Record", "Revision"]
