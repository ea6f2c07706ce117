"""OpenCV as a value of any type: its published types know neither all of its functions nor what a picture is."""

from __future__ import annotations

from typing import Any

import cv2

cv: Any = cv2
