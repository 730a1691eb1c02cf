"""How broadcasts are found by name."""

from django.db import models

from stats.models.broadcasts import Broadcast, BytewiseTextField


class Word(models.Model):
    """One word of a broadcast's ID, names or labels, in lower case.

    What begins with some letters is a range of the index, the same on every database.
    """

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="words", db_index=False)
    word = BytewiseTextField()

    class Meta:
        """How it is looked up, and how a broadcast's words are replaced."""

        indexes = [models.Index(fields=["word", "broadcast"], name="word_broadcast")]
        constraints = [models.UniqueConstraint(fields=["broadcast", "word"], name="each_word_once")]

    def __str__(self) -> str:
        return str(self.word)


class Label(models.Model):
    """One of CallFire's labels at a broadcast, as sent."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, db_index=False)
    name = models.TextField()

    class Meta:
        """How broadcasts with a label are found, and how a broadcast's labels are replaced."""

        indexes = [models.Index(fields=["name", "broadcast"], name="label_broadcast")]
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "name"], name="each_label_once")
        ]

    def __str__(self) -> str:
        return self.name
