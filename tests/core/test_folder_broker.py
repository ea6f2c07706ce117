"""The broker of one machine: files in a folder."""

from __future__ import annotations

from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from config import folder_broker


def test_a_message_is_seen_only_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "c")}
    seen_early: list[bool] = []
    with Connection("filesystem://", transport_options=options) as connection:
        channel = connection.channel()
        assert isinstance(channel, folder_broker.Channel)
        rename = Path.replace

        def look_first(draft: Path, target: Path) -> Path:
            with pytest.raises(Empty):
                channel._get("default")
            seen_early.append(draft.read_text() == "")
            return rename(draft, target)

        monkeypatch.setattr(Path, "replace", look_first)
        channel._put("default", {"body": "é"})
        assert seen_early == [False]
        assert channel._get("default") == {"body": "é"}
        with pytest.raises(Empty):
            channel._get("default")
    assert not [path for path in tmp_path.iterdir() if path.is_file()]
