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
    "cut-off": Text(
        en="The file ends before {kind} {number} of {count} on page {page}. Copy it again from its source.",
        zh="文件在第 {page} 页的第 {number} 个{kind}（共 {count} 个）之前就结束了。请从来源处重新复制。",
    ),
    "too-many-pixels": Text(
        en="{width} × {height} pixels are above the limit of {limit} megapixels for such files. "
        "Save it as TIFF, PNG or JPEG, or cut it into parts.",
        zh="{width} × {height} 像素，超过此类文件 {limit} 百万像素的上限。请另存为 TIFF、PNG 或 JPEG，或切分图像。",
    ),
    "side-too-long": Text(
        en="{width} × {height} pixels: no side may be longer than {limit}. Cut it into parts.",
        zh="{width} × {height} 像素：任一边不得超过 {limit} 像素。请切分图像。",
    ),
    "too-large-to-decode": Text(
        en="Decoding the picture needs more memory than one file may have. Scale it down, or save it as a tiled TIFF.",
        zh="解码该图像所需内存超过单个文件的上限。请缩小，或另存为分块 TIFF。",
    ),
    "unsupported-compression": Text(
        en="The way this picture is compressed is not supported: {detail}. "
        "Save it with LZW or Deflate, or as PNG or JPEG.",
        zh="不支持该图像的压缩方式：{detail}。请用 LZW 或 Deflate 压缩另存，或存为 PNG 或 JPEG。",
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
        en="{bits} bits per channel: at first, values {low} to {high} are shown from black to white.",
        zh="每通道 {bits} 位：初始时将 {low} 至 {high} 显示为由黑到白。",
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
