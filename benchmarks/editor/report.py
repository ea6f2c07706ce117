"""The tables that people read, made from what the browser answered."""

from __future__ import annotations

from typing import Any

from benchmarks import report

Row = dict[str, Any]
OPEN_MS, KEY_MS, WITHIN = 1000, 50, 95.0
"""Wanted at 5,000 boxes: open, repaint after a key, share of frames under 17 ms."""
WANTED_AT = 5_000
MOST, MOST_MS = 20_000, 34
"""The most boxes asked for, and what 95 % of frames take there at most."""


def keep(versions: dict[str, str], found: dict[str, list[Row]]) -> None:
    on = report.machine()
    raw = {"machine": on, "versions": versions, **found}
    text = section(versions, found, on)
    print(text)
    print(f"Written to {report.keep('editor', raw, text)} and RESULTS.md beside its folder.")


def section(versions: dict[str, str], found: dict[str, list[Row]], on: dict[str, Any]) -> str:
    chromium = found["ours"][0]["chromium"]
    tables = "\n\n".join(
        f"{name}\n\n{_table(found[side])}"
        for side, name in (("ours", f"Groundwork {versions['ours']}"), ("peer", f"Label Studio {versions['peer']}"))
    )
    return f"""## The image workbench of Groundwork {versions["ours"]} and the editor of Label Studio {versions["peer"]}

Both whole, each served as its own documentation says for one machine and opened in headless Chromium {chromium}
without a GPU, 1440 x 900, on photographs of 1920 x 1080 pixels with the same boxes, used with a real mouse and real
keys; one after the other in one run on the same machine ({on["cores"]} cores, {on["memory_gb"]} GB, {on["date"]}).
Repeat it with `./dev bench editor`.

{tables}

{_verdicts(found)}

- **Open**: from the start of the navigation, code included, to the frame after the picture with all boxes is there;
  the middle of three.
- **Drag, pan, zoom**: intervals between animation frames while the hand moves: median / 95th percentile, and the share
  under 17 ms.
- **Delete, undo**: the browser's event timing from the key to the next picture on the screen, the middle of five; it
  counts in steps of 8 ms.
- **Heap**: JavaScript's, after a collection.
- Label Studio is not asked for more than 5,000 boxes, and has no panning with a drag to compare.
"""


def keep_masks(version: str, found: Row) -> None:
    on = report.machine()
    text = f"""## Two hundred masks in the image workbench of Groundwork {version}

Painted masks with wavy edges and holes on a photograph of 3840 x 2160 pixels, in headless Chromium {found["chromium"]}
without a GPU, 1440 x 900, used with a mouse ({on["cores"]} cores, {on["memory_gb"]} GB, {on["date"]}).
Repeat it with `./dev bench editor --masks`.

| open | pan | zoom | paint | paint again | heap |
|---:|---:|---:|---:|---:|---:|
| {found["open"]:,} ms | {_frames(found["pan"])} | {_frames(found["zoom"])} | {_frames(found["paint"])} \
| {_frames(found["again"])} | {found["heap"]} MiB |

- **Open**: from the start of the navigation to the picture with its masks. Frames are intervals between animation
  frames while the hand moves: median / 95th percentile, and the share under 17 ms. **Heap** is JavaScript's, after a
  collection.
- Painting is with a wide brush, over other masks; again is a second stroke in the same place.
"""
    print(text)
    print(f"Written to {report.keep('masks', {'machine': on, 'version': version, 'ours': found}, text)}.")


def _table(rows: list[Row]) -> str:
    lines = [
        "| boxes | open | drag | pan | zoom | delete | undo | heap |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row['boxes']:,} | {row['open']:,} ms "
        f"| {_frames(row['drag'])} | {_frames(row['pan'])} | {_frames(row['zoom'])} "
        f"| {row['delete']:.0f} ms | {row['undo']:.0f} ms | {row['heapMiB']} MiB |"
        for row in rows
    ]
    return "\n".join(lines)


def _frames(frames: Row | None) -> str:
    return f"{frames['median']:.0f} / {frames['p95']:.0f} ms, {frames['within']:.0f} %" if frames else "-"


def _verdicts(found: dict[str, list[Row]]) -> str:
    ours = {row["boxes"]: row for row in found["ours"]}
    peer = {row["boxes"]: row for row in found["peer"]}
    at = ours.get(WANTED_AT)
    if at is None:
        return ""
    lines = [_verdict("opens within 1 s", f"{at['open']:,} ms", at["open"] <= OPEN_MS)]
    for what in ("drag", "pan", "zoom"):
        share = at[what]["within"]
        lines.append(_verdict(f"{what}: 95 % of frames under 17 ms", f"{share:.1f} %", share >= WITHIN))
    for what in ("delete", "undo"):
        lines.append(_verdict(f"{what} repaints within 50 ms", f"{at[what]:.0f} ms", at[what] <= KEY_MS))
    for what in ("drag", "pan", "zoom") if MOST in ours else ():
        took = ours[MOST][what]["p95"]
        lines.append(
            _verdict(f"{what} at {MOST:,}: 95 % of frames under {MOST_MS} ms", f"{took:.0f} ms", took < MOST_MS)
        )
    for count, times in ((1_000, 10), (WANTED_AT, 50)):
        if count in ours and count in peer:
            faster = peer[count]["open"] / ours[count]["open"]
            wish = f"{count:,} boxes open in 1/{times} of the peer's time"
            lines.append(_verdict(wish, f"1/{faster:.1f}", faster >= times))
    return f"Wanted at {WANTED_AT:,} boxes unless it says otherwise:\n\n" + "\n".join(lines)


def _verdict(wish: str, figure: str, met: bool) -> str:
    return f"- {wish}: {figure}, {'met' if met else '**missed**'}."
