"""What was answered to requests that may come twice."""

from django.db import models


class KeptAnswer(models.Model):
    """The answer to a POST, by the key that its sender chose: sent again, it is only repeated.

    ``rights`` seals what the sender might do then; ``body`` is sealed, as it may say something of a
    person. Rows go after a day.
    """

    caller = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    asked = models.CharField(max_length=64)
    rights = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=300, blank=True)
    tag = models.CharField(max_length=100, blank=True)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "kept answer"
        constraints = [
            models.UniqueConstraint(
                fields=["caller", "key"], name="a_caller_uses_an_idempotency_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"
