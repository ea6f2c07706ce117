"""How letters look: the same few sentences as plain text and as HTML, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format

from accounts.models import Invitation
from accounts.services.post import Content
from core.text import Text

ROLES = {
    "administrator": Text(en="administrator", zh="管理员"),
    "member": Text(en="member", zh="成员"),
    "auditor": Text(en="auditor", zh="审计员"),
    "security": Text(en="security", zh="安全管理员"),
}
INVITED_BY = Text(en="{name} invites you to {organisation}", zh="{name} 邀请您加入 {organisation}")
INVITED = Text(en="You are invited to {organisation}", zh="邀请您加入 {organisation}")
ABOUT = Text(
    en="Groundwork is where data is labelled, checked and delivered. Open the link, choose a password and you are in, "
    "as {role} of {organisation}.",
    zh="Groundwork 是数据标注、质检与交付的平台。打开链接并设置密码，即可以“{organisation}”{role}的身份加入。",
)
JOIN = Text(en="Join {organisation}", zh="加入 {organisation}")
UNTIL = Text(
    en="The link works once, until {date} (UTC). Whoever has it may join in your name: do not pass it on.",
    zh="链接仅可使用一次，有效期至 {date}（UTC）。持有链接者即可以您的身份加入，请勿转发。",
)
UNEXPECTED = Text(
    en="If you do not know what this is about, do nothing: the invitation ends by itself.",
    zh="如果您不清楚此邮件的来由，无需任何操作，邀请到期后会自动失效。",
)
SEVERAL = Text(en="{count} things wait for you", zh="有 {count} 件事等您处理")
OPEN = Text(en="Open Groundwork", zh="打开 Groundwork")
WHY = Text(
    en="You read this because it concerns you and you were away. Choose how often on the page of your account:",
    zh="此邮件与您有关，发送时您不在线。可在账号页面选择接收频率：",
)
STOP = Text(en="Do not mail me any more:", zh="不再接收此类邮件：")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told; with an `address` it leads there."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    text: str
    address: str


def rendered(
    *,
    language: str,
    title: str,
    lines: Sequence[Line],
    action: Action,
    foot: Sequence[Line],
    headers: dict[str, str] | None = None,
) -> Content:
    """A letter of a heading, lines, one button and small print below. No line of it can break the mail's head."""
    title = " ".join(title.split())
    context = {"language": language, "title": title, "lines": lines, "action": action, "foot": foot}
    html = render_to_string("accounts/letter.html", context)
    text = render_to_string("accounts/letter.txt", context)
    return Content(title=title[:200], text=text, html=html, headers=headers or {})


def invitation_letter(invitation: Invitation, link: str) -> Content:
    """What the invited person reads, with the link that is theirs alone."""
    language, organisation = invitation.language, invitation.organisation.name
    inviter = invitation.invited_by
    title = INVITED_BY.format(name=inviter.name, organisation=organisation) if inviter else INVITED
    role = ROLES[invitation.role].in_language(language)
    values = {"organisation": organisation, "role": role, "date": _day(invitation, language)}

    def say(text: Text) -> str:
        return text.format(**values).in_language(language)

    return rendered(
        language=language,
        title=say(title),
        lines=[Line(say(ABOUT))],
        action=Action(say(JOIN), link),
        foot=[Line(say(UNTIL)), Line(say(UNEXPECTED))],
    )


def _day(invitation: Invitation, language: str) -> str:
    return date_format(invitation.expires_at, "Y年n月j日" if language == "zh" else "j F Y")


def notice_letter(*, language: str, lines: Sequence[Line], stop: str) -> Content:
    """News for one person; `stop` is the token by which they, or their mail program in one click, end it."""
    here = settings.PUBLIC_URL.rstrip("/")
    single = lines[0] if len(lines) == 1 else None
    headers = {
        "List-Unsubscribe": f"<{here}/api/v1/unsubscribe/{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return rendered(
        language=language,
        title=single.text if single else SEVERAL.format(count=len(lines)).in_language(language),
        lines=[] if single else lines,
        action=Action(OPEN.in_language(language), single.address if single else f"{here}/"),
        foot=[
            Line(WHY.in_language(language), f"{here}/account"),
            Line(STOP.in_language(language), f"{here}/unsubscribe/{stop}"),
        ],
        headers=headers,
    )
