"""The only doors to what a person could have chosen: a path on this server, an address on the network."""

from core.safe.fetch import Fetched, FetchRefused, check_address, fetch
from core.safe.paths import safe_files, safe_open, safe_path

safe_fetch = fetch

__all__ = ["FetchRefused", "Fetched", "check_address", "fetch", "safe_fetch", "safe_files", "safe_open", "safe_path"]
