"""What an import says of files that are good in themselves."""

from __future__ import annotations

from core.text import Text

TEXTS: dict[str, Text] = {
    "duplicate": Text(
        en="The same file is here already as {of}; it was not taken twice.", zh="相同文件已存在：{of}，未重复导入。"
    ),
    "near-duplicate": Text(en="It looks almost like {of}.", zh="与 {of} 几乎相同。"),
    "pages": Text(
        en="It has {count:page|pages}; each is an image of its own, in order, below {folder}.",
        zh="共有 {count} 页；每页作为一张独立的图像，按顺序位于 {folder} 下。",
    ),
    "renamed": Text(
        en="Another file is called {said} in this data set; this one is now {name}.",
        zh="数据集中已有名为 {said} 的文件，此文件改名为 {name}。",
    ),
    "labels-read": Text(en="Read as a label file.", zh="已作为标注文件读取。"),
    "labels-unread": Text(
        en="It looks like labels, {format}, and was not read. Import the same files again and choose this format.",
        zh="看起来是 {format} 格式的标注，未读取。请重新导入相同文件并选择该格式。",
    ),
    "no-part-of-anything": Text(
        en="Nothing that this project labels needs this file; it was passed over.",
        zh="此项目的数据不需要该文件，已跳过。",
    ),
    "archive-unreadable": Text(en="The archive cannot be read: {reason}.", zh="无法读取压缩包：{reason}。"),
    "size-differs": Text(
        en="The labels are for {said} pixels, the picture has {found}; its labels were left out.",
        zh="标注对应 {said} 像素，而图像为 {found} 像素；未导入其标注。",
    ),
    "no-picture": Text(
        en="There is no picture of this name in the import or the data set; its labels were left out.",
        zh="导入内容与数据集中均无此名称的图像；未导入其标注。",
    ),
    "no-task": Text(
        en="It has no task yet; its labels are read when there is one.",
        zh="尚无任务；创建任务后会读取其标注。",
    ),
    "has-work": Text(
        en="People have worked on this picture already; its labels were left out.",
        zh="该图像已有标注工作；未导入其标注。",
    ),
    "unknown-label": Text(
        en="The class {label} is not among the labels of the project; {count:object was|objects were} left out.",
        zh="类别 {label} 不在项目标签中；略去 {count} 个对象。",
    ),
    "shape-missing": Text(
        en="{count:object was|objects were} left out: “{label}” is not drawn as this shape in the project ({thing}).",
        zh="略去 {count} 个对象：项目中“{label}”不使用此形状（{thing}）。",
    ),
    "attribute-missing": Text(
        en="“{label}” has no attribute “{thing}” in the project; it was left out of {count:object|objects}.",
        zh="项目中“{label}”没有属性“{thing}”；已从 {count} 个对象中略去。",
    ),
    "question-missing": Text(
        en="The project has no question “{thing}”; {count:answer was|answers were} left out.",
        zh="项目中没有问题“{thing}”；略去 {count} 个回答。",
    ),
    "value-missing": Text(
        en="“{thing}” of “{label}” cannot have such a value in the project; it was left out of {count:object|objects}.",
        zh="项目中“{label}”的“{thing}”不允许此值；已从 {count} 个对象中略去。",
    ),
    "does-not-fit": Text(
        en="{count:object does|objects do} not fit the labels of the project: {thing}.",
        zh="{count} 个对象不符合项目标签定义：{thing}。",
    ),
}
MISFITS = ("shape-missing", "attribute-missing", "question-missing", "value-missing", "does-not-fit")
"""Why objects, or their attributes, did not fit the label schema."""
