"""Open Images: tables of boxes, classes of whole images and masks, by the id of the image; edges as shares of its size.

See https://storage.googleapis.com/openimages/web/download_v7.html. The tables do not tell how large an image is: it is
read from the image, or from the columns Width and Height that we add to the list of images.
"""

from __future__ import annotations

from annotation.formats.base import Decoded, Format, Options
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.open_images.decode import decode
from annotation.formats.open_images.encode import Encoder
from annotation.formats.open_images.tables import is_label_picture, tables_of
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source
from core.text import Text


@FORMATS.register
class OpenImages(Format):
    """Boxes with their five flags, tags and masks."""

    slug = "open_images"
    title = Text(en="Open Images CSV", zh="Open Images CSV")
    extensions = (".csv",)
    kinds = frozenset({"box", "tag", "mask"})
    cannot_carry = (
        Text(
            en="Rotated boxes become the boxes around them, polygons masks of whole pixels; points, lines and answers "
            "are left out.",
            zh="旋转框转换为外接矩形框，多边形转换为整像素掩码；点、折线和答案省略。",
        ),
        Text(
            en="Of attributes only “occluded”, “truncated”, “group_of”, “depiction” and “inside” of boxes are kept.",
            zh="仅保留矩形框的“occluded”、“truncated”、“group_of”、“depiction”和“inside”属性。",
        ),
        Text(
            en="Scores of masks, groups, ids and z-order are left out; a score of 1 comes back as none.",
            zh="不含掩码的置信度、分组、编号和叠放次序；置信度 1 读回后为空。",
        ),
        Text(
            en="Classes that a table says are absent from an image are left out.", zh="不含表中标明图片中没有的类别。"
        ),
        EMPTY_UNSEEN,
    )
    is_label_picture = staticmethod(is_label_picture)
    encoder = Encoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return next(tables_of(source), None) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        return decode(source, cls.title.en)
