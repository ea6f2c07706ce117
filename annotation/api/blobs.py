"""Files that records point at: sent before the patch that names them, fetched by their SHA-256."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseRedirect, UnreadablePostError
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from annotation.api.documents import readable
from annotation.services import blobs as service
from core.errors import DomainError
from core.media import signed_url
from projects.api.uploads import Unparsed

BYTES = "application/octet-stream"


class DocumentBlob(APIView):
    parser_classes = (Unparsed,)

    @extend_schema(request={BYTES: OpenApiTypes.BINARY}, responses={204: None})
    def put(self, request: Request, document: UUID, blob: str) -> Response:
        """Send the file of this SHA-256. Sending it again changes nothing."""
        service.take(document=readable(request, document), name=blob, content=_body(request), by=caller(request))
        return Response(status=204)

    @extend_schema(responses={302: None})
    def get(self, request: Request, document: UUID, blob: str) -> HttpResponseRedirect:
        """To the file, by an address that works for a while."""
        stored = service.there(readable(request, document), blob)
        return HttpResponseRedirect(signed_url(stored, user=caller(request)))


def _body(request: Request) -> bytes:
    limit = service.MOST_BYTES
    try:
        content = request._request.read(limit + 1)
    except UnreadablePostError as error:
        raise DomainError("blob-damaged", "The file did not come whole.") from error
    if len(content) > limit:
        raise DomainError("blob-too-large", f"A file has at most {limit} bytes.", status=413, limit=limit)
    return content
