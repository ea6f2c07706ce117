"""Answers about the whole image."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates.base import Template, checkbox, label, select
from projects.templates.registry import TEMPLATES

TAG = ("tag",)


@TEMPLATES.register
class Classification(Template):
    slug = "classification"
    order = 30
    title = Text(en="Classification", zh="图像分类")
    summary = Text(
        en="Tags and a few questions about the whole image, answered with single keys.",
        zh="为整幅图像选择类别并回答几个问题，单键即可完成。",
    )
    modality = "image"
    kinds = TAG
    schema = SchemaContent(
        labels=(
            label(0, "street", "Street", "街道", TAG),
            label(1, "motorway", "Motorway", "高速公路", TAG),
            label(2, "car-park", "Car park", "停车场", TAG),
            label(3, "indoors", "Indoors", "室内", TAG),
            label(4, "other", "Something else", "其他", TAG),
        ),
        questions=(
            select(
                "weather", "Weather", "天气",
                (
                    ("clear", "Clear", "晴"),
                    ("cloudy", "Cloudy", "多云"),
                    ("rain", "Rain", "雨"),
                    ("snow", "Snow", "雪"),
                    ("fog", "Fog", "雾"),
                ),
                required=True,
            ),
            select(
                "time", "Time of day", "时段",
                (("day", "Day", "白天"), ("dusk", "Dusk or dawn", "黄昏或黎明"), ("night", "Night", "夜间")),
                required=True,
            ),
            checkbox("unusable", "Not usable (blurred, covered, broken)", "不可用（模糊、遮挡、损坏）"),
        ),
    )  # fmt: skip
    guidelines = Text(
        en="""# What to answer

Choose the class that describes **most** of the image, then answer the questions.

- Judge what you see, not what you think happened before.
- Two classes fit equally well: choose the one that is higher in the list.
- Blurred or covered so much that you would be guessing: tick *Not usable* and go on.
""",
        zh="""# 如何作答

选择最能描述图像**主体**的类别，然后回答问题。

- 只根据看到的内容判断，不要推测之前发生了什么。
- 两个类别同样合适时，选择列表中靠前的一个。
- 图像过于模糊或被遮挡、只能猜测时，勾选“不可用”并继续。
""",
    )
