"""Stored files: the bytes stand in the database, so that one backup holds rows and files of the same moment."""

from django.conf import settings
from django.db import models

from lotsenhaus.centers.scoping import CenterModel


class Document(CenterModel):
    """A file as it was made or handed in; never changed, found again by its checksum."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    keep_until = models.DateField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
