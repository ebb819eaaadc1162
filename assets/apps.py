from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "assets"

    def ready(self) -> None:
        from assets.images import deleters
        from assets.models import AssetLook, AssetName

        for model in (AssetLook, AssetName):
            deleters.register(model._meta.label, deleters.rows_of(model))
