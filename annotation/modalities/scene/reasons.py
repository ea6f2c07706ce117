"""Why a cloud, a picture or a scene is refused, and what people should know of one that is not."""

from __future__ import annotations

from annotation.modalities.reasons import Reasons
from core.text import Text

REJECTED: dict[str, Text] = {
    "empty-file": Text(en="The file is empty.", zh="文件为空。"),
    "not-a-cloud": Text(
        en="This is not a point cloud that is read here (PCD, PLY, LAS, LAZ, KITTI .bin, .npy).",
        zh="这不是可读取的点云（PCD、PLY、LAS、LAZ、KITTI .bin、.npy）。",
    ),
    "bad-cloud": Text(
        en="The point cloud is damaged: {detail}. Export it again from its source.",
        zh="点云已损坏：{detail}。请从来源处重新导出。",
    ),
    "cloud-truncated": Text(
        en="The header promises {promised} bytes of points, {found} are there. Copy the file again from its source.",
        zh="文件头声明点数据为 {promised} 字节，实际只有 {found} 字节。请从来源处重新复制该文件。",
    ),
    "no-coordinates": Text(
        en="There is no x, y and z among the fields: {fields}.", zh="字段中没有 x、y、z：{fields}。"
    ),
    "too-many-points": Text(
        en="{points} points are more than the {limit} that one frame may have. Cut it into tiles.",
        zh="{points} 个点超过单帧上限 {limit}。请切分为小块。",
    ),
    "no-points": Text(
        en="No point of it has a place: every coordinate is missing or infinite.",
        zh="没有任何有效坐标的点：所有坐标均缺失或为无穷大。",
    ),
    "pickled": Text(
        en="The array holds Python objects, which may carry programs; such files are never opened. Save plain numbers.",
        zh="数组含有可能携带程序的 Python 对象，系统不会打开此类文件。请仅保存数值。",
    ),
    "bad-calibration": Text(
        en="{file}: {detail}. Correct the calibration and import again.", zh="{file}：{detail}。请修正标定后重新导入。"
    ),
    "bad-scene": Text(en="{file}: {detail}.", zh="文件 {file}：{detail}。"),
    "too-many-frames": Text(
        en="{frames} frames are more than the {limit} of one scene. Cut it into parts.",
        zh="{frames} 帧超过单个场景上限 {limit}。请切分。",
    ),
}
WARNINGS: dict[str, Text] = {
    "sweep-unreadable": Text(
        en="{count:sweep|sweeps} could not be read, first {file}: {reason} No points are there.",
        zh="{count} 个扫描无法读取，首个为 {file}：{reason}相应帧没有点。",
    ),
    "picture-unreadable": Text(
        en="{count:picture|pictures} could not be read, the first is {file}; left out.",
        zh="{count} 张图像无法读取，首个为 {file}；已略去。",
    ),
    "points-without-place": Text(
        en="{count:point has|points have} no finite place; not shown, numbers kept.",
        zh="{count} 个点坐标无效；不显示，但保留编号。",
    ),
    "calibration-inverted": Text(
        en="Camera {camera}: its extrinsic looks inverted, the picture would lie on its side and {share} of the points"
        " fall into it. Check in which direction the extrinsic was given.",
        zh="相机 {camera}：外参方向似乎相反，图像将侧倒，{share} 的点落入图像。请检查外参方向。",
    ),
    "calibration-nothing-in-view": Text(
        en="Camera {camera}: only {share} of the points fall into its picture. Check its calibration.",
        zh="相机 {camera}：仅 {share} 的点落入图像。请检查标定。",
    ),
    "calibration-not-upright": Text(
        en="Camera {camera} lies on its side: its frame should be x right, y down, z forward. Check its calibration.",
        zh="相机 {camera} 处于侧倒状态：相机坐标系应为 x 向右、y 向下、z 向前。请检查标定。",
    ),
    "not-calibrated": Text(
        en="Camera {camera} has no usable calibration ({detail}): its pictures are shown, nothing is projected.",
        zh="相机 {camera} 没有可用标定（{detail}）：仅显示图像，不做投影。",
    ),
    "looks-like-millimetres": Text(
        en="Half of the points lie over {distance} m from their middle: are they in millimetres? Metres are expected.",
        zh="一半的点距其中心超过 {distance} 米：坐标单位可能是毫米。应使用米。",
    ),
    "no-poses": Text(
        en="The way of the vehicle is not known: things that stand still will move from frame to frame.",
        zh="没有车辆位姿：静止物体会随帧移动。",
    ),
}
reasons = Reasons(REJECTED, WARNINGS)
rejected, warned = reasons.rejected, reasons.warned


def damaged(en: str, zh: str) -> Exception:
    """A cloud that breaks its own format: what is wrong in both languages."""
    return rejected("bad-cloud", detail=Text(en, zh))
