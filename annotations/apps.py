from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"

    def ready(self) -> None:
        from annotations import models
        from assets.images import deleters

        for model in (
            models.Claim,
            models.AnnotationEvent,
            models.SecondAnswer,
            models.GoldPicture,
            models.Annotation,
            models.Absence,
            models.ReviewedLabel,
        ):
            deleters.register(model._meta.label, deleters.rows_of(model))
