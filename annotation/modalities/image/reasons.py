"""Why a picture is refused, and what people should know of one that is not."""

from __future__ import annotations

from annotation.modalities.reasons import Reasons
from core.text import Text

REJECTED: dict[str, Text] = {
    "empty-file": Text(en="The file is empty.", zh="文件为空。"),
    "not-a-picture": Text(
        en="This is {found}, not a JPEG, PNG, WebP, TIFF, BMP or GIF picture.",
        zh="这是{found}，不是 JPEG、PNG、WebP、TIFF、BMP 或 GIF 图像。",
    ),
    "broken": Text(
        en="The picture is damaged: {detail}. Export it again from its source.",
        zh="图像已损坏：{detail}。请从来源处重新导出。",
    ),
    "truncated": Text(
        en="The end of the picture is missing. Copy the file again from its source.",
        zh="图像末尾缺失。请从来源处重新复制该文件。",
    ),
    "too-many-pixels": Text(
        en="{width} × {height} pixels are above the limit of {limit} megapixels. Cut it into tiles or scale it down.",
        zh="{width} × {height} 像素，超过 {limit} 百万像素的上限。请切块或缩小。",
    ),
    "side-too-long": Text(
        en="{width} × {height} pixels: no side may be longer than {limit}. Cut it into tiles.",
        zh="{width} × {height} 像素：任一边不得超过 {limit} 像素。请切块。",
    ),
    "too-large-to-decode": Text(
        en="Decoding the picture needs more memory than one file may have. Scale it down or save it as JPEG.",
        zh="解码该图像所需内存超过单个文件的上限。请缩小或另存为 JPEG。",
    ),
    "unsupported-compression": Text(
        en="The way this picture is compressed is not supported: {detail}. Save it as PNG or JPEG.",
        zh="不支持该图像的压缩方式：{detail}。请另存为 PNG 或 JPEG。",
    ),
}
WARNED: dict[str, Text] = {
    "wrong-suffix": Text(
        en="The name says {said}, the content is {found}; it was taken for what it is.",
        zh="文件名后缀为 {said}，内容为 {found}；已按实际内容处理。",
    ),
    "first-frame": Text(en="It has {frames} frames; only the first is used.", zh="共有 {frames} 帧，仅使用第一帧。"),
    "first-page": Text(en="It has {frames} pages; only the first is used.", zh="共有 {frames} 页，仅使用第一页。"),
    "scaled-depth": Text(
        en="{bits} bits per channel: shown with values {low} to {high} stretched to black and white.",
        zh="每通道 {bits} 位：显示时将 {low} 至 {high} 拉伸为黑至白。",
    ),
    "converted-color": Text(
        en="Colours are {mode}; they are shown converted to RGB.", zh="颜色模式为 {mode}，显示时已转换为 RGB。"
    ),
    "transparent": Text(en="Parts of it are transparent.", zh="部分区域透明。"),
    "bad-metadata": Text(
        en="Its EXIF data is damaged; it is taken as not rotated.", zh="EXIF 数据已损坏，按未旋转处理。"
    ),
}

REASONS = Reasons(REJECTED, WARNED)
rejected, warned = REASONS.rejected, REASONS.warned
