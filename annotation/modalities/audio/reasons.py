"""Why a recording is refused, and what people should know of one that is not."""

from __future__ import annotations

from annotation.modalities.reasons import Reasons
from core.text import Text

REJECTED: dict[str, Text] = {
    "empty-file": Text(en="The file is empty.", zh="文件为空。"),
    "not-a-recording": Text(
        en="This is {found}, not a recording (WAV, FLAC, MP3, M4A, OGG, Opus, AMR, SPHERE, AIFF, WebM).",
        zh="这是{found}，不是录音（WAV、FLAC、MP3、M4A、OGG、Opus、AMR、SPHERE、AIFF、WebM）。",
    ),
    "broken-recording": Text(
        en="The {container} file is damaged: {detail}. Export it again from its source.",
        zh="{container} 文件已损坏：{detail}。请从来源处重新导出。",
    ),
    "recording-truncated": Text(
        en="The header promises {promised} bytes of sound, {found} are there. Copy the file again from its source.",
        zh="文件头声明音频为 {promised} 字节，实际只有 {found} 字节。请从来源处重新复制该文件。",
    ),
    "no-sound": Text(en="There is no sound track in this {container} file.", zh="此 {container} 文件中没有音轨。"),
    "no-samples": Text(en="The sound is 0 seconds long.", zh="音频时长为 0 秒。"),
    "bad-rate": Text(
        en="A sample rate of {rate} Hz is none of a recording; {least} to {most} Hz are taken.",
        zh="采样率 {rate} Hz 不合理；可接受 {least} 至 {most} Hz。",
    ),
    "bad-channels": Text(
        en="{channels} channels are not taken; 1 to {most} are. Split the recording.",
        zh="不接受 {channels} 个声道；可接受 1 至 {most} 个。请拆分录音。",
    ),
    "recording-too-long": Text(
        en="It would take more than {limit} GB as samples. Cut it into parts.",
        zh="解码后超过 {limit} GB。请切分录音。",
    ),
    "not-finite": Text(
        en="Sample {sample} is not a number. Export the recording again from its source.",
        zh="第 {sample} 个采样点不是数值。请从来源处重新导出。",
    ),
    "changes-midway": Text(
        en="Sample rate or channels change after {seconds} s. Split it there, or convert it to one rate.",
        zh="采样率或声道数在 {seconds} 秒后发生变化。请在该处拆分，或统一转换。",
    ),
}
WARNED: dict[str, Text] = {
    "wrong-suffix": Text(
        en="The name says {said}, the content is {found}; it was taken for what it is.",
        zh="文件名后缀为 {said}，内容为 {found}；已按实际内容处理。",
    ),
    "unsized-header": Text(
        en="The header does not say how long it is, as when recording broke off; everything up to the end was taken.",
        zh="文件头未声明时长（如录音中断）；已读取至文件末尾。",
    ),
    "has-video": Text(en="It has a picture too; only the sound is used.", zh="包含画面；仅使用音频。"),
    "more-tracks": Text(
        en="It has {tracks} sound tracks; only the first is used.", zh="共有 {tracks} 条音轨，仅使用第一条。"
    ),
    "time-gaps": Text(
        en="Its time stamps leave out {seconds} s in all; a player that follows them shows other times.",
        zh="其时间戳共缺失 {seconds} 秒；按时间戳播放的播放器会显示不同的时间。",
    ),
    "damaged-parts": Text(
        en="{count:damaged piece was|damaged pieces were} left out while decoding; times behind them may be early.",
        zh="解码时跳过 {count} 处损坏数据；其后的时间可能偏早。",
    ),
    "overshoot": Text(
        en="{count:sample lies|samples lie} above full scale after decoding; clipped.",
        zh="解码后有 {count} 个采样点超过满幅，已削波。",
    ),
}

REASONS = Reasons(REJECTED, WARNED)
rejected, warned = REASONS.rejected, REASONS.warned
