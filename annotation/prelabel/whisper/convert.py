"""A Whisper model as its authors publish it (config.json, *.safetensors, a tokenizer) into CTranslate2's form.

A process of its own, started by its path, that neither imports nor runs anything of the model. Arguments: the model's
folder, the folder to write to, bytes of memory. Answers one line of JSON.
"""

from __future__ import annotations

import json
import os
import re
import resource
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

LANGUAGE = re.compile(r"<\|[a-z]{2,3}\|>")
KINDS = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}
MOST_HEADER = 64 * 1024**2
MOST_WRITTEN = 8 * 1024**3

Tensors = Mapping[str, Any]


def tensors(folder: Path) -> dict[str, Any]:
    """All weights in the folder, read where they lie."""
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("*.safetensors")):
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > MOST_HEADER:
                raise ValueError("the header of its weights is too long")
            header = json.loads(file.read(length))
        for name, about in header.items():
            if name != "__metadata__":
                first, last = about["data_offsets"]
                kind = np.dtype(KINDS[about["dtype"]])
                raw = np.memmap(path, kind, "r", 8 + length + first, ((last - first) // kind.itemsize,))
                found[name.removeprefix("model.")] = raw.reshape(about["shape"])
                if about["dtype"] == "BF16":
                    found[name.removeprefix("model.")] = (raw.astype("<u4") << 16).view("<f4").reshape(about["shape"])
    return found


def fill_linear(spec: Any, weights: Tensors, *names: str) -> None:
    """One or several linear layers, one below the other; a bias that is missing among several is zero."""
    spec.weight = np.concatenate([weights[f"{name}.weight"] for name in names])
    spec.bias = np.concatenate(
        [weights.get(f"{name}.bias", np.zeros(len(weights[f"{name}.weight"]), spec.weight.dtype)) for name in names]
    )


def fill_norm(spec: Any, weights: Tensors, name: str) -> None:
    spec.gamma, spec.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


def fill_attention(spec: Any, weights: Tensors, name: str, *, across: bool) -> None:
    """Attention to itself asks for query, key and value at once, to the sound for key and value."""
    query, key, value = (f"{name}.{part}_proj" for part in "qkv")
    for layer, parts in zip(spec.linear, ([query], [key, value]) if across else ([query, key, value],), strict=False):
        fill_linear(layer, weights, *parts)
    fill_linear(spec.linear[-1], weights, f"{name}.out_proj")
    fill_norm(spec.layer_norm, weights, f"{name}_layer_norm")


def fill_layers(spec: Any, weights: Tensors, side: str) -> None:
    for number, layer in enumerate(spec.layer):
        name = f"{side}.layers.{number}"
        fill_attention(layer.self_attention, weights, f"{name}.self_attn", across=False)
        if side == "decoder":
            fill_attention(layer.attention, weights, f"{name}.encoder_attn", across=True)
        fill_linear(layer.ffn.linear_0, weights, f"{name}.fc1")
        fill_linear(layer.ffn.linear_1, weights, f"{name}.fc2")
        fill_norm(layer.ffn.layer_norm, weights, f"{name}.final_layer_norm")
    spec.position_encodings.encodings = weights[f"{side}.embed_positions.weight"]
    fill_norm(spec.layer_norm, weights, f"{side}.layer_norm")


def vocabulary(folder: Path, size: int) -> list[str]:
    """All tokens by their numbers; those that stand for times, which tokenizers leave out, come last."""
    known: dict[str, int] = {}
    if (folder / "tokenizer.json").exists():
        told = _json(folder / "tokenizer.json")
        known = {**told["model"]["vocab"], **{each["content"]: each["id"] for each in told.get("added_tokens", [])}}
    else:
        for name in ("vocab.json", "added_tokens.json"):
            known |= _json(folder / name) if (folder / name).exists() else {}
    tokens = sorted(known, key=lambda token: known[token])[:size]
    return tokens + [f"<|{0.02 * place:.2f}|>" for place in range(size - len(tokens))]


def converted(folder: Path, target: Path) -> None:
    from ctranslate2.specs import WhisperSpec

    about, weights = _json(folder / "config.json"), tensors(folder)
    layers, heads = about["decoder_layers"], about["decoder_attention_heads"]
    spec = WhisperSpec(about["encoder_layers"], about["encoder_attention_heads"], layers, heads)
    for number, conv in ((1, spec.encoder.conv1), (2, spec.encoder.conv2)):
        conv.weight, conv.bias = weights[f"encoder.conv{number}.weight"], weights[f"encoder.conv{number}.bias"]
    fill_layers(spec.encoder, weights, "encoder")
    fill_layers(spec.decoder, weights, "decoder")
    spec.decoder.embeddings.weight = weights["decoder.embed_tokens.weight"]
    spec.decoder.projection.weight = weights.get("proj_out.weight", weights["decoder.embed_tokens.weight"])
    tokens = vocabulary(folder, len(spec.decoder.embeddings.weight))
    spec.register_vocabulary(tokens)
    told = _json(folder / "generation_config.json") if (folder / "generation_config.json").exists() else about
    spec.config.suppress_ids = told.get("suppress_tokens") or []
    spec.config.suppress_ids_begin = told.get("begin_suppress_tokens") or []
    spec.config.lang_ids = [number for number, token in enumerate(tokens) if LANGUAGE.fullmatch(token)]
    spec.config.alignment_heads = [(layer, head) for layer in range(layers // 2, layers) for head in range(heads)]
    spec.validate()
    spec.optimize(quantization="float16")
    spec.save(str(target))


def _json(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return told


def main() -> None:
    for kind, limit in ((resource.RLIMIT_AS, int(sys.argv[3])), (resource.RLIMIT_FSIZE, MOST_WRITTEN)):
        _, hard = resource.getrlimit(kind)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, allowed))
    answers = os.fdopen(os.dup(1), "w")
    try:
        converted(Path(sys.argv[1]), Path(sys.argv[2]))
        answers.write("{}\n")
    except Exception as error:  # whatever is wrong with a stranger's files
        answers.write(json.dumps({"error": f"{type(error).__name__}: {error}"}) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
