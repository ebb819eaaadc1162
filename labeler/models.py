"""What the composing app remembers: which workers are alive, and that a row could be written."""

from django.db import models


class WorkerHeartbeat(models.Model):
    """Written by a task that went through the queue, so it proves that jobs are being done."""

    cluster = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.cluster


class WriteProbe(models.Model):
    """One row, that health calls write to see whether any can be written."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)
