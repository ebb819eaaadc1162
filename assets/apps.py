from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "assets"

    def ready(self) -> None:
        from assets.images import deleters
        from assets.models import AssetName

        deleters.register(AssetName._meta.label, deleters.rows_of(AssetName))
