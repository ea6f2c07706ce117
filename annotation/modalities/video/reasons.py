"""Why a video is refused, and what people should know of one that is not."""

from __future__ import annotations

from annotation.modalities.reasons import Reasons
from core.text import Text

REJECTED: dict[str, Text] = {
    "empty-file": Text(en="The file is empty.", zh="文件为空。"),
    "not-a-video": Text(
        en="This is {found}, not a video (MP4, MOV, MKV, WebM, AVI, MPEG, TS, WMV, FLV).",
        zh="这是{found}，不是视频（MP4、MOV、MKV、WebM、AVI、MPEG、TS、WMV、FLV）。",
    ),
    "broken-video": Text(
        en="The {container} file is damaged: {detail}. Export it again from its source.",
        zh="{container} 文件已损坏：{detail}。请从来源处重新导出。",
    ),
    "no-picture": Text(
        en="There is no picture in this {container} file, only sound or data. Import recordings into an audio project.",
        zh="此 {container} 文件中没有画面，只有声音或数据。录音请导入到音频项目中。",
    ),
    "no-such-picture": Text(
        en="A folder of pictures becomes a video when all are JPEG or PNG; number {number} is neither, or damaged.",
        zh="文件夹中的图片须全部为 JPEG 或 PNG 才能合成视频；第 {number} 张不是，或已损坏。",
    ),
    "pictures-differ": Text(
        en="A folder of pictures becomes a video when all are of one type; number {number} is of another.",
        zh="文件夹中的图片须为同一类型才能合成视频；第 {number} 张类型不同。",
    ),
    "no-frames": Text(
        en="Not one frame of this {container} file can be decoded. Export it again from its source.",
        zh="此 {container} 文件中没有可解码的帧。请从来源处重新导出。",
    ),
    "unknown-codec": Text(
        en="Its codec is not known here. Convert the video to H.264 or VP9.",
        zh="无法识别其编码。请将视频转换为 H.264 或 VP9。",
    ),
    "frames-too-large": Text(
        en="Frames of {width} × {height} pixels are too large; at most {side} per side and {pixels} in all are taken.",
        zh="{width} × {height} 像素的帧过大；每边最多 {side} 像素，总共最多 {pixels} 像素。",
    ),
    "too-many-frames": Text(
        en="It has more than {limit} frames. Cut it into parts.", zh="超过 {limit} 帧。请切分视频。"
    ),
    "too-many-bytes": Text(
        en="It would take more than {limit} GB in the form that browsers show. Cut it into parts.",
        zh="转换为浏览器可显示的形式后超过 {limit} GB。请切分视频。",
    ),
}
WARNED: dict[str, Text] = {
    "wrong-suffix": Text(
        en="The name says {said}, the content is {found}; it was taken for what it is.",
        zh="文件名后缀为 {said}，内容为 {found}；已按实际内容处理。",
    ),
    "damaged-parts": Text(
        en="{count:damaged piece|damaged pieces} could not be decoded; frames are numbered without them.",
        zh="{count} 处损坏数据无法解码；帧编号不计入这些部分。",
    ),
    "fewer-frames": Text(
        en="The header promises {promised} frames, {found} can be decoded; the numbers of frames are of those.",
        zh="文件头声明有 {promised} 帧，可解码 {found} 帧；帧编号以可解码的帧为准。",
    ),
    "uneven-times": Text(
        en="Frames come at uneven times, {shortest} to {longest} ms apart. They are counted one by one, as decoded.",
        zh="帧间隔不均匀，为 {shortest} 至 {longest} 毫秒。帧按解码顺序逐一编号。",
    ),
    "changes-size": Text(
        en="Frames change their size at frame {frame}; all are shown at {width} × {height}.",
        zh="从第 {frame} 帧起画面尺寸改变；均按 {width} × {height} 显示。",
    ),
    "more-pictures": Text(
        en="It has {count} picture tracks; only the first is used.", zh="共有 {count} 条画面轨，仅使用第一条。"
    ),
}

REASONS = Reasons(REJECTED, WARNED)
rejected, warned = REASONS.rejected, REASONS.warned
