from projects.models.asset import Asset, AssetFile, Dataset
from projects.models.batch import Batch
from projects.models.imports import Import, ImportItem, Upload
from projects.models.participant import Participant, roles_held
from projects.models.project import Guideline, GuidelinePicture, LabelSchema, Project, newest_guideline, newest_schema
from projects.models.task import Lease, Task, TaskMove

__all__ = [
    "Asset",
    "AssetFile",
    "Batch",
    "Dataset",
    "Guideline",
    "GuidelinePicture",
    "Import",
    "ImportItem",
    "LabelSchema",
    "Lease",
    "Participant",
    "Project",
    "Task",
    "TaskMove",
    "Upload",
    "newest_guideline",
    "newest_schema",
    "roles_held",
]
