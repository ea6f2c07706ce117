from delivery.models.delivery import Delivery, DeliveryRemark
from delivery.models.package import Package
from delivery.models.snapshot import Snapshot, SnapshotItem

__all__ = ["Delivery", "DeliveryRemark", "Package", "Snapshot", "SnapshotItem"]
