from annotation.models.document import CARRIED, Content, Document, Revision, creation, in_z_order
from annotation.models.prelabel import Embedding, PrelabelModel, PrelabelRun

__all__ = [
    "CARRIED",
    "Content",
    "Document",
    "Embedding",
    "PrelabelModel",
    "PrelabelRun",
    "Revision",
    "creation",
    "in_z_order",
]
