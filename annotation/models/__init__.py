from annotation.models.document import CARRIED, Content, Document, Revision, creation, in_z_order
from annotation.models.prelabel import PrelabelModel, PrelabelRun

__all__ = ["CARRIED", "Content", "Document", "PrelabelModel", "PrelabelRun", "Revision", "creation", "in_z_order"]
