from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"

    def ready(self) -> None:
        from annotations.models import Annotation, AnnotationEvent, Claim, GoldPicture, ReviewedLabel, SecondAnswer
        from assets.images import deleters

        for model in (Claim, AnnotationEvent, SecondAnswer, GoldPicture, Annotation, ReviewedLabel):
            deleters.register(model._meta.label, deleters.rows_of(model))
