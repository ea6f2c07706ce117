"""Resumable uploads by the tus protocol 1.0.0: creation, creation-with-upload, checksum, termination."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from uuid import UUID

from django.http import UnreadablePostError
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from core.errors import DomainError
from projects.api.common import project_or_404
from projects.models import Upload
from projects.services import uploads as service

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination"
STREAM = "application/offset+octet-stream"
UPLOADS = "/api/v1/uploads"


def _header(name: str, text: str, *, required: bool = True) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=text)


class UploadSerializer(serializers.ModelSerializer[Upload]):
    complete = serializers.SerializerMethodField()

    class Meta:
        model = Upload
        fields = ("id", "name", "size", "offset", "sha256", "purpose", "project", "complete")

    def get_complete(self, upload: Upload) -> bool:
        return upload.completed_at is not None


class Unparsed(BaseParser):
    """Leaves the body where it is. Checking the CSRF token asks for form data, which must not read the stream."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        return {}


class TusView(APIView):
    """Speaks tus: every answer names the version, a client of another version is told so."""

    parser_classes = (Unparsed,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        version = request.headers.get("Tus-Resumable")
        if request.method not in {"OPTIONS", "GET"} and version != VERSION:
            raise DomainError("tus-version", f"This server speaks tus {VERSION}.", status=412)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Tus-Resumable"] = VERSION
        final["Tus-Version"] = VERSION
        final["Cache-Control"] = "no-store"
        return final

    @extend_schema(request=None, responses={204: None})
    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        """What this server can do."""
        headers = {
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(service.MAX_BYTES),
            "Tus-Checksum-Algorithm": ",".join(service.CHECKSUMS),
        }
        return Response(status=status.HTTP_204_NO_CONTENT, headers=headers)


class Uploads(TusView):
    @extend_schema(
        request={STREAM: OpenApiTypes.BINARY},
        responses={201: None},
        parameters=[
            _header("Upload-Length", "Bytes of the whole file"),
            _header("Upload-Metadata", "name, project, purpose (import or model), sha256; values in base64"),
        ],
    )
    def post(self, request: Request) -> Response:
        """Announce a file, and send its first bytes if you like. `Location` is where the rest goes."""
        metadata = _metadata(request.headers.get("Upload-Metadata", ""))
        project = metadata.get("project", "")
        upload = service.create_upload(
            name=metadata.get("name") or metadata.get("filename") or "file",
            size=_number(request, "Upload-Length"),
            purpose=metadata.get("purpose") or "import",
            project=project_or_404(request, _uuid(project)) if project else None,
            sha256=metadata.get("sha256", ""),
            by=caller(request),
        )
        if request.content_type == STREAM and upload.size:
            upload = _append(upload, 0, request)
        headers = {"Location": f"{UPLOADS}/{upload.pk}", "Upload-Offset": str(upload.offset)}
        return Response(status=status.HTTP_201_CREATED, headers=headers)


class OneUpload(TusView):
    @extend_schema(responses=UploadSerializer)
    def get(self, request: Request, upload: UUID) -> Response:
        return Response(UploadSerializer(service.own_upload(pk=upload, by=caller(request))).data)

    @extend_schema(responses={200: None})
    def head(self, request: Request, upload: UUID) -> Response:
        """How much has arrived."""
        found = service.own_upload(pk=upload, by=caller(request))
        headers = {"Upload-Offset": str(found.offset), "Upload-Length": str(found.size)}
        return Response(headers=headers)

    @extend_schema(
        request={STREAM: OpenApiTypes.BINARY},
        responses={204: None},
        parameters=[
            _header("Upload-Offset", "Where these bytes begin"),
            _header("Upload-Checksum", "sha256 or sha1 and base64, of these bytes", required=False),
        ],
    )
    def patch(self, request: Request, upload: UUID) -> Response:
        """Send the next bytes. 409 says where to go on; 460 says that they arrived damaged."""
        if request.content_type != STREAM:
            raise DomainError("wrong-content-type", f"Send {STREAM}.", status=415)
        found = service.own_upload(pk=upload, by=caller(request))
        found = _append(found, _number(request, "Upload-Offset"), request)
        return Response(status=status.HTTP_204_NO_CONTENT, headers={"Upload-Offset": str(found.offset)})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, upload: UUID) -> Response:
        """Give it up."""
        service.drop_upload(upload=service.own_upload(pk=upload, by=caller(request)))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _append(upload: Upload, offset: int, request: Request) -> Upload:
    """Straight from the connection to the file: a piece is never in memory as a whole."""

    def read(count: int) -> bytes:
        try:
            return request._request.read(count)
        except UnreadablePostError:
            return b""  # the connection broke; what arrived stays

    return service.append(upload=upload, offset=offset, read=read, checksum=request.headers.get("Upload-Checksum", ""))


def _number(request: Request, header: str) -> int:
    value = request.headers.get(header, "")
    if not value.isdecimal() or len(value) > 15:
        raise DomainError("header-missing", f"The header {header} must be a number.", header=header)
    return int(value)


def _metadata(header: str) -> dict[str, str]:
    """`key base64,key base64`; a key without value is an empty text."""
    found: dict[str, str] = {}
    for part in filter(None, header.split(",")):
        key, _, encoded = part.strip().partition(" ")
        try:
            found[key] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise DomainError("bad-metadata", f"Upload-Metadata {key!r} is not base64 of text.", key=key) from error
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise DomainError("bad-metadata", "The project is not an id.", key="project") from error
