"""Every address, and the gallery."""

from django.urls import path

from core.gallery import gallery
from thurrock_care.urls import urlpatterns as real

urlpatterns = [*real, path("gallery/", gallery)]
