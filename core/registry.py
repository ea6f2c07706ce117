"""Named plug-ins: built-ins found by folder, third-party ones by entry point."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import ModuleType
from typing import ClassVar, Generic, Protocol, TypeVar


class Plugin(Protocol):
    slug: ClassVar[str]


T = TypeVar("T", bound=Plugin)


class Registry(Generic[T]):
    """A slug -> plug-in mapping that refuses strangers and duplicates."""

    def __init__(self, group: str, base: type[T]) -> None:
        self.group = group
        self.base = base
        self._plugins: dict[str, type[T]] = {}

    def register(self, plugin: type[T]) -> type[T]:
        if not issubclass(plugin, self.base):
            raise TypeError(f"{plugin!r} is not a {self.base.__name__}")
        if self._plugins.setdefault(plugin.slug, plugin) is not plugin:
            raise ValueError(f"{self.group}: {plugin.slug!r} is already registered")
        return plugin

    def discover(self, package: ModuleType) -> None:
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
        for entry in entry_points(group=self.group):
            self.register(entry.load())

    def __getitem__(self, slug: str) -> type[T]:
        return self._plugins[slug]

    def __contains__(self, slug: str) -> bool:
        return slug in self._plugins

    def __iter__(self) -> Iterator[type[T]]:
        return iter(self._plugins.values())

    def get(self, slug: str) -> type[T] | None:
        return self._plugins.get(slug)

    def slugs(self) -> list[str]:
        return list(self._plugins)
