"""nuScenes: tables in `v1.0-groundwork/*.json`, boxes in `sample_annotation.json`.

Frame: the world ("global"). `translation` is the geometric CENTRE, `size` is WIDTH, LENGTH, height, `rotation` the
quaternion w, x, y, z with the front along the box's own x, counter-clockwise. Every frame is a sample; objects are
instances, whose category is the label. An attribute is called `name.value`, as theirs are ("vehicle.parked"); what is
occluded has the visibility "1" (0 to 40 %), everything else "4". `num_lidar_pts` are counted in our points. The
vehicle's frame is ISO 8855; the lidar keeps its own. Numbers are not rounded.
"""

from __future__ import annotations

from annotation.formats.nuscenes.reading import Tables
from annotation.formats.nuscenes.writing import Writing
from annotation.formats.registry import FORMATS
from annotation.formats.scene_reading import Reading
from annotation.formats.scenes import ALWAYS, SceneFormat
from annotation.formats.source import Source
from core.text import Text


@FORMATS.register
class NuScenes(SceneFormat):
    """Tables that know one another by tokens."""

    slug = "nuscenes"
    title = Text(en="nuScenes", zh="nuScenes")
    extensions = (".json",)
    cannot_carry = (*ALWAYS, Text(en="Scores.", zh="置信度。"))
    writer = Writing

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return bool(Tables.places(source))

    @classmethod
    def read(cls, reading: Reading) -> None:
        for root, version in Tables.places(reading.source):
            Tables(reading, root, version).read()
