"""Questions to CallFire: each only once however many wait for it, few at a time, within 15 s."""

from stats.questions.asking import Questions
from stats.questions.question import WHOLE_LIFE, Answer, Interval, Outcome, Question

__all__ = ["WHOLE_LIFE", "Answer", "Interval", "Outcome", "Question", "Questions"]
