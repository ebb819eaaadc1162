from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"

    def ready(self) -> None:
        from projects import events
        from webhooks.telling import tell

        events.listen(tell)
