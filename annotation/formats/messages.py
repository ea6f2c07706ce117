"""Every problem and every loss that a format may report, in both languages: what happened, and what to do."""

from __future__ import annotations

from typing import Any

from annotation.formats.line_reasons import in_both
from core.archive_reasons import REASONS
from core.text import Text

PROBLEMS: dict[str, tuple[Text, Text]] = {
    "not-readable": (
        Text(en="The file could not be read: {reason}.", zh="无法读取文件：{reason}。"),
        Text(en="Check that the file is complete and upload it again.", zh="请检查文件是否完整，然后重新上传。"),
    ),
    "too-large": (
        Text(en="The file is larger than the limit of {limit} bytes.", zh="文件超过 {limit} 字节的上限。"),
        Text(en="Split it into smaller files.", zh="请拆分为较小的文件。"),
    ),
    "unsafe-name": (
        Text(
            en="The name {name} leads out of the data set or is not allowed.",
            zh="名称 {name} 指向数据集之外或不被允许。",
        ),
        Text(
            en="Use relative names without “..”, drive letters and control characters.",
            zh="请使用不含“..”、盘符和控制字符的相对路径。",
        ),
    ),
    "refused-entry": (
        Text(en="This entry of the archive is not unpacked: {reason}.", zh="压缩包中的此条目未解压：{reason}。"),
        Text(
            en="Rename or remove it, or pack it again with an ordinary zip tool.",
            zh="请重命名、删除该条目，或用常规工具重新打包。",
        ),
    ),
    "duplicate-name": (
        Text(en="The name {name} occurs more than once.", zh="名称 {name} 重复出现。"),
        Text(
            en="Give every file a name of its own; upper and lower case do not tell names apart.",
            zh="请确保每个文件名唯一（大小写不作区分）。",
        ),
    ),
    "unsafe-archive": (
        Text(en="The archive is not unpacked: {reason}.", zh="压缩包未解压：{reason}。"),
        Text(en="Pack the files again with an ordinary zip tool.", zh="请用常规压缩工具重新打包。"),
    ),
    "bad-json": (
        Text(en="This is not valid JSON: {reason}.", zh="JSON 格式错误：{reason}。"),
        Text(en="Write the file again with a JSON library.", zh="请使用 JSON 库重新生成该文件。"),
    ),
    "too-deep": (
        Text(en="The JSON is nested too deeply.", zh="JSON 嵌套层级过深。"),
        Text(en="Remove what is not part of the format.", zh="请删除不属于该格式的内容。"),
    ),
    "bad-xml": (
        Text(en="This is not valid XML: {reason}.", zh="XML 格式错误：{reason}。"),
        Text(en="Write the file again with an XML library.", zh="请使用 XML 库重新生成该文件。"),
    ),
    "forbidden-xml": (
        Text(
            en="The XML declares entities or a document type, which may attack the reader.",
            zh="XML 声明了实体或文档类型，可能构成攻击。",
        ),
        Text(en="Remove the DOCTYPE and all entities.", zh="请删除 DOCTYPE 及所有实体声明。"),
    ),
    "bad-yaml": (
        Text(en="This is not valid YAML: {reason}.", zh="YAML 格式错误：{reason}。"),
        Text(en="Write plain YAML without anchors, tags and aliases.", zh="请使用不含锚点、标签和别名的普通 YAML。"),
    ),
    "not-this-format": (
        Text(en="This is not a {format} file: {reason}.", zh="这不是 {format} 文件：{reason}。"),
        Text(en="Choose the format that the files have.", zh="请选择与文件一致的格式。"),
    ),
    "nothing-found": (
        Text(en="No {format} files were found.", zh="未找到 {format} 文件。"),
        Text(
            en="Check the format and that labels and images are in one folder or zip.",
            zh="请确认格式，并将标签和图片放在同一文件夹或压缩包中。",
        ),
    ),
    "other-task": (
        Text(en="Skipped: it holds another kind of label ({task}).", zh="已跳过：其中是其他类型的标注（{task}）。"),
        Text(
            en="Nothing, unless you want this file: then import it alone.", zh="通常无需处理；如需该文件，请单独导入。"
        ),
    ),
    "missing-field": (
        Text(en="{field} is missing.", zh="缺少 {field}。"),
        Text(en="Add it and import again.", zh="请补全后重新导入。"),
    ),
    "bad-value": (
        Text(en="{field} {reason}.", zh="{field} 的值无效（{reason}）。"),
        Text(en="Correct the value and import again.", zh="请更正该值后重新导入。"),
    ),
    "bad-geometry": (
        Text(en="The shape is not sound: {field} {reason}.", zh="几何数据无效：{field}（{reason}）。"),
        Text(en="Correct or remove the object; the others were taken.", zh="请修正或删除该对象；其余对象已导入。"),
    ),
    "duplicate-id": (
        Text(en="The id {id} occurs more than once; the first one counts.", zh="编号 {id} 重复；以第一个为准。"),
        Text(en="Give every entry an id of its own.", zh="请为每个条目分配唯一编号。"),
    ),
    "unknown-image": (
        Text(en="It belongs to image {id}, which does not exist.", zh="所属图片 {id} 不存在。"),
        Text(en="Add the image or remove the object.", zh="请补充该图片或删除该对象。"),
    ),
    "unknown-category": (
        Text(en="The class {id} is not declared.", zh="未声明的类别 {id}。"),
        Text(en="Declare the class or correct the object.", zh="请声明该类别或修正该对象。"),
    ),
    "duplicate-category": (
        Text(
            en="The class name {name} is declared twice; both are read as one.",
            zh="类别名称 {name} 重复声明；已合并为一类。",
        ),
        Text(en="Use one name per class.", zh="请为每个类别使用唯一名称。"),
    ),
    "outside-image": (
        Text(
            en="The object reaches outside the image ({width} × {height}); it was taken as it is.",
            zh="对象超出图片范围（{width} × {height}）；已按原样导入。",
        ),
        Text(en="Check it in the workbench, or clip it before the import.", zh="请在标注界面中检查，或在导入前裁剪。"),
    ),
    "missing-recording": (
        Text(en="There is no recording for {name}.", zh="{name} 没有对应的录音。"),
        Text(en="Import the recording too, under the same name.", zh="请同时导入同名录音。"),
    ),
    "no-rate": (
        Text(
            en="The sample rate of {name} is not known, so its times cannot be placed.",
            zh="{name} 的采样率未知，无法放置时间。",
        ),
        Text(en="Import the recording itself first.", zh="请先导入录音本身。"),
    ),
    "bad-line": (
        Text(en="The line cannot be read: {reason}.", zh="无法读取该行：{reason}。"),
        Text(en="Correct the line and import again; the others were taken.", zh="请更正该行后重新导入；其余行已导入。"),
    ),
    "bad-text": (
        Text(en="The text is neither UTF-8 nor UTF-16.", zh="文本既非 UTF-8 也非 UTF-16。"),
        Text(en="Save it as UTF-8.", zh="请另存为 UTF-8。"),
    ),
    "no-calibration": (
        Text(en="The calibration is not among the files.", zh="缺少标定文件。"),
        Text(
            en="Put it beside the labels: without it nobody knows where in the scene they are.",
            zh="请将其与标签放在一起：没有标定就无法确定标签在场景中的位置。",
        ),
    ),
    "no-poses": (
        Text(
            en="The scene knows the way of the vehicle, but {file} is not among the files.",
            zh="场景含有车辆位姿，但文件中缺少 {file}。",
        ),
        Text(
            en="Put it beside the labels: without it they would stand in the wrong place.",
            zh="请将其与标签放在一起，否则标签位置会出错。",
        ),
    ),
    "missing-image": (
        Text(en="The image {name} is not among the files.", zh="文件中没有图片 {name}。"),
        Text(en="Add the image to the folder or zip.", zh="请将该图片加入文件夹或压缩包。"),
    ),
    "no-size": (
        Text(
            en="The size of the image is not known, so its labels cannot be placed.", zh="图片尺寸未知，无法放置标注。"
        ),
        Text(en="Add the image itself, or its width and height.", zh="请提供图片本身或其宽高。"),
    ),
    "size-differs": (
        Text(
            en="The labels were made for {width} × {height}, the image is {real_width} × {real_height}.",
            zh="标注对应的尺寸为 {width} × {height}，图片实际为 {real_width} × {real_height}。",
        ),
        Text(en="Import the images for which the labels were made.", zh="请导入与标注对应的原图。"),
    ),
    "several-answers": (
        Text(
            en="{count} people labelled it; the ground truth, or else the newest, was taken.",
            zh="共有 {count} 人标注；已采用标准答案，否则采用最新的标注。",
        ),
        Text(
            en="Nothing, unless you want another one: then export it alone.",
            zh="通常无需处理；如需其他标注，请单独导出。",
        ),
    ),
    "unknown-colour": (
        Text(en="The colour {colour} is not in labelmap.txt.", zh="labelmap.txt 中没有颜色 {colour}。"),
        Text(en="Add a line for it, or paint its pixels black.", zh="请为其添加一行，或将这些像素涂黑。"),
    ),
    "bad-mask": (
        Text(en="The run lengths do not make a mask of this image: {reason}.", zh="游程编码与图片不符：{reason}。"),
        Text(en="Write the mask again from the image's own size.", zh="请按图片尺寸重新生成掩码。"),
    ),
}

LOSSES: dict[str, Text] = {
    "kind-not-carried": Text(
        en="Objects of a kind that the format does not know were left out.", zh="格式不支持的对象类型已省略。"
    ),
    "label-not-declared": Text(
        en="Objects whose class is not in the label schema were left out.", zh="类别不在标签体系中的对象已省略。"
    ),
    "box-as-polygon": Text(en="Boxes were written as polygons of four corners.", zh="矩形框已写为四点多边形。"),
    "polygon-as-box": Text(en="Polygons were written as the boxes around them.", zh="多边形已写为外接矩形框。"),
    "skeleton-as-box": Text(en="Skeletons were written as the boxes around them.", zh="骨架已写为外接矩形框。"),
    "joints-dropped": Text(
        en="Points that the label's skeleton does not have were left out.", zh="标签骨架中没有的点已省略。"
    ),
    "mask-as-polygon": Text(
        en="Masks were written as polygons that follow their edges within a pixel.",
        zh="掩码已写为多边形，误差约一个像素。",
    ),
    "polygon-as-mask": Text(en="Polygons were written as masks of whole pixels.", zh="多边形已写为整像素掩码。"),
    "mask-as-box": Text(en="Masks were written as the boxes around them.", zh="掩码已写为外接矩形框。"),
    "rotated-box-as-polygon": Text(
        en="Rotated boxes were written as polygons of four corners.", zh="旋转框已写为四点多边形。"
    ),
    "rotated-box-as-box": Text(
        en="Rotated boxes were written as the upright boxes around them.", zh="旋转框已写为正外接矩形框。"
    ),
    "ellipse-as-polygon": Text(en="Ellipses were written as polygons.", zh="椭圆已写为多边形。"),
    "holes-as-mask": Text(
        en="Polygons with holes were written as masks of whole pixels.", zh="带孔多边形已写为整像素掩码。"
    ),
    "crowd-as-mask": Text(en="Crowds were written as masks of whole pixels.", zh="群体区域已写为整像素掩码。"),
    "holes-dropped": Text(en="The holes of polygons were left out.", zh="多边形的孔已省略。"),
    "points-split": Text(en="Sets of points were written point by point.", zh="点集已写为单独的点。"),
    "group-dropped": Text(en="What belongs together was written as separate objects.", zh="同组对象已写为独立对象。"),
    "attributes-dropped": Text(en="Attributes were left out.", zh="属性已省略。"),
    "z-order-dropped": Text(en="The z-order was left out.", zh="叠放次序已省略。"),
    "score-dropped": Text(en="Scores were left out.", zh="置信度已省略。"),
    "answers-dropped": Text(
        en="Answers to questions about the whole image were left out.", zh="整图问题的答案已省略。"
    ),
    "tag-dropped": Text(en="Tags of the whole image were left out.", zh="整图标签已省略。"),
    "track-as-boxes": Text(
        en="Tracks of other things than boxes were written as tracks of the boxes around them.",
        zh="非矩形框轨迹已写为外接矩形框轨迹。",
    ),
    "covered-dropped": Text(
        en="Objects that others cover wholly were left out.", zh="被其他对象完全遮盖的对象已省略。"
    ),
    "too-many-classes": Text(
        en="Objects of classes for which the format has no number left were left out.",
        zh="超出格式类别数量上限的对象已省略。",
    ),
    "without-class": Text(en="Images without a tag were left out.", zh="没有标签的图片已省略。"),
    "sign-changed": Text(
        en="Signs in class names that no folder may have were changed.", zh="类别名中文件夹不允许的符号已替换。"
    ),
    "renamed": Text(
        en="Images that differ only in their suffix were renamed, as their labels need a name of their own.",
        zh="仅扩展名不同的图片已重命名，以便各自拥有标注文件。",
    ),
    "clipped": Text(en="Objects were cut at the edge of the image.", zh="对象已按图片边缘裁剪。"),
    "outside-dropped": Text(en="Objects wholly outside the image were left out.", zh="完全位于图片之外的对象已省略。"),
    "no-size": Text(en="Images of unknown size were written without labels.", zh="尺寸未知的图片未写入标注。"),
    "too-large-to-paint": Text(
        en="Images of more than 250 megapixels have no pictures of their masks: choose COCO or Datumaro for them.",
        zh="超过 2.5 亿像素的图像不生成掩码图片：此类图像请选用 COCO 或 Datumaro。",
    ),
    "no-scene": Text(
        en="Objects of scenes that are not here were left out: they are written from the places of its sensors.",
        zh="缺少场景文件，对象已省略：只有知道传感器位置才能写出。",
    ),
    "tilt-dropped": Text(
        en="Roll and pitch of boxes were left out: the format knows only one angle.",
        zh="格式只有一个角度，框的横滚角与俯仰角已省略。",
    ),
    "no-rate": Text(
        en="Recordings of unknown sample rate were written without labels.", zh="采样率未知的录音未写入标注。"
    ),
    "overlap-split": Text(
        en="What overlaps on one tier was written on further tiers.", zh="同一层内重叠的内容已写入附加层。"
    ),
    "speaker-dropped": Text(en="Speakers were left out.", zh="说话人已省略。"),
    "text-dropped": Text(en="What is said was left out.", zh="转写文本已省略。"),
    "times-dropped": Text(
        en="Where in its recording a segment lies was left out: texts of one recording were joined.",
        zh="已省略时间段在录音中的位置：同一录音的文本已合并。",
    ),
    "not-scored": Text(
        en="Recordings whose sentence nobody scored were left out.",
        zh="未对句子评分的录音已省略。",
    ),
    "label-not-scored": Text(
        en="Segments that do not say what counts (“scored”) were left out.",
        zh="未标明计分范围（“scored”）的时间段已省略。",
    ),
    "sign-dropped": Text(
        en="Signs by which the format divides its fields were left out of texts.",
        zh="文本中用作字段分隔符的符号已省略。",
    ),
    "tier-dropped": Text(en="Names of tiers were left out.", zh="层名称已省略。"),
    "channel-dropped": Text(en="Channels were left out.", zh="声道已省略。"),
    "part-dropped": Text(
        en="Words, phones and readings of segments that are written were left out: the segments say the same.",
        zh="已写出的时间段中的词、音素和读音已省略：时间段已包含相同内容。",
    ),
    "other-level": Text(
        en="Segments of other levels than the chosen one were left out.", zh="所选层级以外的时间段已省略。"
    ),
    "empty-dropped": Text(
        en="Segments without text were left out, as the format cannot tell them from pauses.",
        zh="格式无法区分空文本时间段与停顿，已省略空文本时间段。",
    ),
    "parent-dropped": Text(en="Which word belongs to which utterance was left out.", zh="词与语句的从属关系已省略。"),
    "label-dropped": Text(en="Labels were left out.", zh="标签已省略。"),
    "blank-changed": Text(
        en="Blanks and line breaks in names or texts were changed, as the format has no way to write them.",
        zh="格式无法表示名称或文本中的空白与换行，已作替换。",
    ),
    "image-not-there": Text(
        en="Images whose file is not there were written as labels only.", zh="缺少文件的图片仅写入标注。"
    ),
}


def worded(code: str, params: dict[str, Any]) -> tuple[Text, Text]:
    """What happened and what to do, filled in; reasons are themselves in both languages."""
    given = str(params.get("reason", ""))
    reason = REASONS.get(given) or in_both(given)
    said = [{**params, "reason": words} for words in (reason.en, reason.zh)]

    def fill(text: Text) -> Text:
        return Text(text.format(**said[0]).en, text.format(**said[1]).zh)

    message, remedy = PROBLEMS[code]
    return fill(message), fill(remedy)
