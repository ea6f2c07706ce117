"""Why an archive, or an entry of it, is not unpacked: for people, in the middle of a sentence."""

from __future__ import annotations

from core.text import Text

REASONS: dict[str, Text] = {
    "nul": Text(en="its name holds a zero byte", zh="名称含空字节"),
    "backslash": Text(en="its name holds a backslash", zh="名称含反斜杠"),
    "absolute": Text(en="its name is an absolute path", zh="名称为绝对路径"),
    "drive-letter": Text(en="its name begins with a drive letter", zh="名称以盘符开头"),
    "name-too-long": Text(en="its name is too long", zh="名称过长"),
    "empty-name": Text(en="a part of its name is empty", zh="名称中有空的部分"),
    "climbs": Text(en="its name leads out of the archive", zh="名称指向压缩包之外"),
    "trailing-dot-or-space": Text(
        en="a part of its name ends with a dot or a blank", zh="名称中有以点或空格结尾的部分"
    ),
    "reserved-name": Text(en="its name means a device on some systems", zh="名称在某些系统中是设备名"),
    "control-character": Text(en="its name holds control characters", zh="名称含控制字符"),
    "direction-override": Text(en="its name turns the writing round to hide what it is", zh="名称含改变书写方向的字符"),
    "link": Text(en="it is a link to another file", zh="该条目是指向其他文件的链接"),
    "below-link": Text(en="it lies below a link", zh="该条目位于链接之下"),
    "below-file": Text(en="it lies below what is a file", zh="该条目位于文件之下"),
    "name-collision": Text(en="another entry has the same name on some systems", zh="在某些系统中与其他条目重名"),
    "special-file": Text(en="it is a device, not a file", zh="该条目是设备文件"),
    "encrypted": Text(en="it is encrypted", zh="该条目已加密"),
    "unsupported-compression": Text(en="it is packed by an uncommon method", zh="压缩方法不受支持"),
    "nested-archive": Text(en="it is an archive itself", zh="该条目本身是压缩包"),
    "too-large": Text(en="it is too large", zh="该条目过大"),
    "overlapping": Text(en="it shares its bytes with another entry", zh="与其他条目共用数据"),
    "damaged": Text(en="it is damaged", zh="该条目已损坏"),
    "archive-too-large": Text(en="the archive holds too much altogether", zh="压缩包内容总量过大"),
    "bomb": Text(en="it unpacks to far more than it should", zh="解压后体积异常膨胀"),
    "not-a-zip": Text(en="it is no zip file, or its end is missing", zh="不是 zip 文件或文件不完整"),
    "trailing-bytes": Text(en="it does not end where it says", zh="文件结尾与声明不符"),
    "many-disks": Text(en="it is one of several parts", zh="是分卷压缩包的一部分"),
    "too-many-entries": Text(en="it holds too many files", zh="包含的文件过多"),
}
