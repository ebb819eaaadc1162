from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "exports"

    def ready(self) -> None:
        from assets.images import deleters
        from exports.models import VersionLabel
        from exports.versions import held_images

        deleters.register("exports.VersionItem", held_images.delete_items, holders=held_images.holders)
        deleters.register("exports.VersionLabel", deleters.rows_of(VersionLabel))
