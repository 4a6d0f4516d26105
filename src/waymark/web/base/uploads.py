"""Uploaded files: what is larger than the site takes is let run by, and never kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

EVIDENCE = "/me/evidence"
FEEDS = "/operating/feeds/"
"""Where files of people are brought: a whole department's is larger than any framework's."""


class LimitedUpload(FileUploadHandler):
    """Skips the rest of a file past the limit: the form then has no such file, and ``too_large`` tells why."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self._size = 0
        path = self.request.path if self.request is not None else ""
        self._most = settings.UPLOAD_MAX_BYTES
        for where, most in ((FEEDS, settings.FEED_MAX_BYTES), (EVIDENCE, settings.EVIDENCE_MAX_BYTES)):
            if path.startswith(where):
                self._most = most

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand a chunk on to those who keep it, as long as the file may be so large."""
        self._size += len(raw_data)
        if self._size > self._most:
            self.request.META[_MARK] = "1"  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to those who keep it."""


_MARK = "waymark.upload_too_large"


def too_large(request: HttpRequest) -> bool:
    """Say whether a file of this request was larger than the site takes."""
    return _MARK in request.META
