"""Why a stored file is not given: to programs as every error, to somebody who opened a link as a page to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html

from core.api.errors import envelope
from core.text import Text

REASONS = {
    "link-expired": Text(
        "This link has expired; open the page again for a new one.", "此链接已过期；请重新打开页面以获取新的链接。"
    ),
    "not-signed-in": Text("Sign in first.", "请先登录。"),
    "not-found": Text("It does not exist, or you may not see it.", "内容不存在，或您无权查看。"),
}
HOME = Text("Open Groundwork", "打开 Groundwork")
PAGE = """<!doctype html>
<html lang="{}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Groundwork</title><style>
:root {{ color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }}
body {{ display: grid; place-content: center; gap: 16px; min-height: 90vh; text-align: center; }} p {{ margin: 0; }}
</style><p>{}</p><p><a href="/">{}</a></p></html>"""


def refused(request: HttpRequest, status: int, code: str) -> HttpResponse:
    reason = REASONS[code]
    if "text/html" in request.headers.get("Accept", ""):
        language = "zh" if request.headers.get("Accept-Language", "").startswith("zh") else "en"
        page = format_html(PAGE, language, reason.in_language(language), HOME.in_language(language))
        response = HttpResponse(page, status=status)
    else:
        response = JsonResponse(envelope(code, reason.en), status=status)
    response["Cache-Control"] = "no-store"
    return response
