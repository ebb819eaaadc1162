from django.apps import AppConfig
from django.contrib.admin import apps


class LabelerConfig(AppConfig):
    name = "labeler"
    default = True


class AdminConfig(apps.AdminConfig):
    """Django's, with the pages of this product; the settings name it."""

    default = False
    default_site = "labeler.admin_site.Site"
