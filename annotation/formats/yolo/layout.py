"""Which files of a folder are images, labels, class names and splits. Paths inside files are never followed."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import yaml

from annotation.formats.images import ImageIndex
from annotation.formats.labels import label_name
from annotation.formats.names import base, stem
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.formats.splits import SPLITS, split_in

LARGEST_SETTINGS = 1024**2
LARGEST_LIST = 64 * 1024**2
CLASS_FILES = {"classes.txt", "obj.names", "labels.txt", "predefined_classes.txt"}
MOST_CLASSES = 100_000


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML without aliases, which can blow up a small file."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        return super().compose_node(parent, index)


class Layout:
    """What a YOLO data set consists of; `labels` maps each image to its label file, if it has one."""

    def __init__(self, source: Source, report: Report | None = None) -> None:
        self._source = source
        self._report = report or Report()
        self.images = ImageIndex(source)
        self.settings: dict[str, Any] = {}
        self.classes: list[str] = []
        self._texts = {name for name in source.names if name.lower().endswith(".txt")}
        self._read_settings()
        if not self.classes:
            self._read_class_file()
        self._lists = self._read_lists()
        self.labels = {image: self._label_of(image) for image in self.images.names}
        self._short = Counter(self._shortened(image) for image in self.images.names)

    @property
    def task(self) -> str:
        """The task that the settings speak of, else "auto"."""
        if isinstance(self.settings.get("kpt_shape"), list):
            return "pose"
        task = self.settings.get("task")
        return task if task in {"detect", "segment", "obb"} else "auto"

    @property
    def orphans(self) -> list[str]:
        """Label files in a folder of labels that have no image."""
        used = {name for name in self.labels.values() if name}
        return sorted(name for name in self._texts - used if "labels" in name.split("/")[:-1])

    def name_of(self, image: str) -> str:
        """The name of the item: the path without "images" and split, where that is unique."""
        short = self._shortened(image)
        return short if self._short[short] == 1 else "/".join(part for part in image.split("/") if part != "images")

    def split_of(self, image: str) -> str:
        """The split by the lists of images, else by the folder's name."""
        listed = self._lists.get(base(image))
        return listed or split_in(*reversed(image.split("/")[:-1]))

    def _shortened(self, image: str) -> str:
        folders = image.split("/")[:-1]
        kept = [part for part in folders if part not in {"images", "data"} and not re.match("obj_.*_data$", part)]
        if kept and split_in(kept[0]):
            kept = kept[1:]
        return "/".join([*kept, base(image)])

    def _label_of(self, image: str) -> str | None:
        beside = stem(image) + ".txt"
        parts = beside.split("/")
        for index in range(len(parts) - 2, -1, -1):
            if parts[index] == "images":
                other = "/".join([*parts[:index], "labels", *parts[index + 1 :]])
                if other in self._texts:
                    return other
        if beside in self._texts:
            return beside
        other = "/".join([*parts[:-1], "labels", parts[-1]])
        return other if other in self._texts else None

    def _read_settings(self) -> None:
        files = [name for name in self._source.names if name.lower().endswith((".yaml", ".yml"))]
        for name in sorted(files, key=lambda name: (base(name) != "data.yaml", name.count("/"), name)):
            settings = self._yaml(name)
            names = settings.get("names") if isinstance(settings, dict) else None
            if names:
                self.settings = settings
                self.classes = self._class_names(names, name)
                return

    def _yaml(self, name: str) -> Any:
        try:
            text = self._source.read(name, LARGEST_SETTINGS)
            return _PlainLoader(text).get_single_data()
        except Unreadable as error:
            self._report.problem(name, "", error.code, **error.params)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            self._report.problem(name, "", "bad-yaml", reason=" ".join(str(error).split())[:200])
        return None

    def _class_names(self, names: object, file: str) -> list[str]:
        """The names of a list, or of a mapping from numbers."""
        if isinstance(names, dict):
            numbers = [key for key in names if isinstance(key, int) and 0 <= key < MOST_CLASSES]
            names = [names.get(number, str(number)) for number in range(max(numbers, default=-1) + 1)]
        if not isinstance(names, list) or len(names) > MOST_CLASSES:
            self._report.problem(file, "names", "bad-value", field="names", reason="must be a list or a mapping")
            return []
        return [label_name(str(name)) or str(number) for number, name in enumerate(names)]

    def _read_class_file(self) -> None:
        files = [name for name in self._source.names if base(name) in CLASS_FILES or name.endswith(".names")]
        for name in sorted(files, key=lambda name: (name.count("/"), name)):
            lines = self._text_lines(name)
            if lines:
                self._texts.discard(name)
                self.classes = self._class_names(lines, name)
                return

    def _read_lists(self) -> dict[str, str]:
        """Image base name -> split, from train.txt and its like."""
        lists: dict[str, str] = {}
        for name in sorted(self._texts):
            split = stem(base(name)).lower()
            if split in {*SPLITS, "valid"}:
                found = {base(line.replace("\\", "/")): split_in(split) for line in self._text_lines(name)}
                if any(image in found for image in map(base, self.images.names)):
                    self._texts.discard(name)
                    lists.update(found)
        return lists

    def _text_lines(self, name: str) -> list[str]:
        try:
            text = self._source.read(name, LARGEST_LIST).decode("utf-8-sig", "replace")
        except Unreadable as error:
            self._report.problem(name, "", error.code, **error.params)
            return []
        return [line.strip() for line in text.splitlines() if line.strip()]
