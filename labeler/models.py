"""What the composing app remembers: which workers are alive, that a row could be written, and that jobs are paused."""

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


class Pause(models.Model):
    """While its row is there, no worker takes a new job (labeler/jobs/pausing.py)."""

    ONLY = 1  # its key

    by = models.CharField(max_length=150, help_text="User name.")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_pause")]

    def __str__(self) -> str:
        return f"by {self.by}, {self.at}"
