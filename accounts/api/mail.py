"""The way out of mail, for people and for their mail programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.services import notices


class Unsubscribe(APIView):
    """Open to whoever has the signed link of a mail: it ends that person's mail and does nothing else (RFC 8058)."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(request=None, responses={204: None}, auth=[])
    def post(self, request: Request, subscription: str) -> Response:
        """Mail me no more. 404 for a link that is not ours."""
        notices.unsubscribe(token=subscription)
        return Response(status=status.HTTP_204_NO_CONTENT)
