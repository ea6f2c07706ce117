"""A folder of pictures becomes a video whose frames are the pictures."""

from __future__ import annotations

from pathlib import Path

import av
import pytest
from PIL import Image

from annotation.modalities import Rejected
from tests.annotation.modalities.videos import VIDEO, as_opencv, decoded, number_in, numbers, picture, prepared


def written(folder: Path, number: int, kind: str) -> Path:
    path = folder / f"{number}.{kind}"
    Image.fromarray(picture(number)).save(path, kind)
    return path


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_every_frame_is_the_very_bytes_of_its_picture(kind: str, tmp_path: Path) -> None:
    files = [written(tmp_path, number, kind) for number in range(14)]
    joined = VIDEO.join(files, tmp_path)
    assert joined
    with av.open(str(joined)) as video:
        packets = [bytes(packet) for packet in video.demux(video=0) if packet.size]
    assert packets == [file.read_bytes() for file in files]
    assert numbers(as_opencv(joined)) == list(range(14))
    result = prepared(joined, tmp_path / "out")
    assert (result.facts.meta["frames"], result.facts.meta["rate"], result.facts.warnings) == (14, 25.0, ())
    assert [(frame, number_in(image)) for frame, image in decoded(result)] == [(n, n) for n in range(14)]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"no picture", "no-such-picture"), (None, "pictures-differ")],
    ids=["something else", "another type"],
)
def test_what_cannot_be_one_video_says_which_picture(content: bytes | None, code: str, tmp_path: Path) -> None:
    other = written(tmp_path, 1, "png")
    if content is not None:
        other.write_bytes(content)
    with pytest.raises(Rejected) as caught:
        VIDEO.join([written(tmp_path, 0, "jpeg"), other], tmp_path)
    assert (caught.value.code, caught.value.params) == (code, {"number": 2})
