from annotation.models.document import Content, Document, Revision, creation, in_z_order
from annotation.models.prelabel import PrelabelModel, PrelabelRun

__all__ = ["Content", "Document", "PrelabelModel", "PrelabelRun", "Revision", "creation", "in_z_order"]
