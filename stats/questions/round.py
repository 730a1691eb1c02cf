"""A round: many questions, as many at once as may be, without a pause between waves.

The pool's threads ask and read. All else, the database above all, is done by the thread that takes
the outcomes, in between: a place that got free is filled before the answer that freed it is kept.
"""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Final

from stats import lease
from stats.callfire.errors import CallFireError, Timeout
from stats.questions.claims import Claims
from stats.questions.flight import Flight
from stats.questions.line import POLL_SECONDS, WAIT_SECONDS, Line
from stats.questions.question import Answer, KeepAll, Outcome, Question, told

ROOM_SECONDS: Final = 1.0  # with less time left nothing is begun
# A question that was given less than this says nothing of CallFire by running out of time: the
# client takes a silence of 10 s for a timeout, however long a question may take.
FULL_SECONDS: Final = 10.0
# After the deadline, for questions that end by themselves just then and for keeping their answers.
GRACE_SECONDS: Final = 0.5
# Outcomes that wait to be taken: with more of them nothing further is begun, so that a process that
# is killed has not asked much that nobody saw.
MOST_WAITING: Final = 16
# What others asked meanwhile is told by their leases for so long, with a margin; after that it is
# looked for among the kept.
RECENT_SECONDS: Final = lease.OUTCOME_STAYS.total_seconds() / 2


class Round:
    """The questions of one `Questions.ask_all`."""

    def __init__(
        self,
        line: Line,
        wanted: Callable[[], Iterable[Question]],
        keep_all: KeepAll,
        deadline: float,
    ) -> None:
        """Ask nothing yet; the arguments are those of `Questions.ask_all`."""
        self._line = line
        self._wanted = wanted
        self._keep_all = keep_all
        self._deadline = deadline
        self._began_at = time.monotonic()
        self._claims = Claims(line)
        self._known: set[str] = set()  # the keys of all that is begun, told or left to others
        self._elsewhere: dict[str, Question] = {}  # what others ask
        self._poll_at = 0.0
        self._events: SimpleQueue[Flight] = SimpleQueue()
        self._flights: set[Flight] = set()
        self._landed: list[Flight] = []  # their outcome is still to be kept
        self._outcomes: deque[tuple[Question, Outcome]] = deque()  # still to be given
        self._refusal: tuple[Question, CallFireError] | None = None  # what ends the round
        self._is_idle = False  # there are places and nothing to fill them with
        self._is_held = False  # until those under way have shown whether more may be asked
        self._is_answered = False  # since answers were recorded last

    def outcomes(self) -> Generator[tuple[Question, Outcome], None, None]:
        """Ask, and give each outcome as soon as it is known."""
        with self._line.places.shared():
            try:
                while time.monotonic() < self._deadline + GRACE_SECONDS:
                    self._claims.renew()
                    self._collect()
                    self._begin()
                    if self._collect():  # the rest of a wave, which comes at about one time
                        self._begin()
                    self._keep()
                    if self._outcomes:
                        yield self._outcomes.popleft()
                    elif self._is_done():
                        break
                    else:
                        self._collect(POLL_SECONDS)
                yield from self._outcomes
                if self._refusal is not None:
                    yield self._refusal
            finally:
                for flight in self._flights:
                    flight.abandon()
                self._claims.close()

    # What comes from the pool's threads

    def _collect(self, seconds: float = 0.0) -> bool:
        """Take in what has come; where nothing has, wait for so long. Whether a place got free."""
        come = []
        try:
            come.append(self._events.get(timeout=seconds))
            while True:
                come.append(self._events.get_nowait())
        except Empty:
            pass
        landed = []
        for flight in come:
            if flight in self._flights and flight.landed.done():
                self._flights.remove(flight)
                landed.append(flight)
            else:
                flight.admit_retry(self._line)
        self._record(landed)
        return bool(landed)

    def _record(self, landed: list[Flight]) -> None:
        """Count what failed, before another question is begun; answers are counted later."""
        for flight in landed:
            problem = flight.landed.exception()
            if isinstance(problem, Timeout) and flight.seconds < FULL_SECONDS:
                self._claims.finish([flight.question], None)
                continue
            self._landed.append(flight)
            if problem is None:
                self._is_answered |= flight.is_counted
            elif isinstance(problem, CallFireError) and flight.is_counted:
                self._line.record(problem)

    def _record_answers(self) -> None:
        """Have an answer lift a pause; several at a time count as one."""
        if self._is_answered:
            self._is_answered = False
            self._line.record(None)

    def _keep(self) -> None:
        """Keep the answers that came, and tell those who wait for them or for the problems."""
        landed, self._landed = self._landed, []
        answers = []
        for flight in landed:
            try:
                answers.append((flight.question, flight.landed.result()))
            except CallFireError as problem:
                facts = None if problem.is_paused else problem.facts()
                self._claims.finish([flight.question], facts)
                self._outcomes.appendleft((flight.question, problem))  # it may end the asking
        if answers:
            self._record_answers()
            kept = [Answer(*each) for each in self._keep_all(answers)]
            questions = [question for question, _ in answers]
            saved = [each for each, answer in zip(questions, kept, strict=True) if answer.saved]
            self._claims.finish(saved, {})
            self._claims.finish(questions, None)  # the others
            self._outcomes.extend(zip(questions, kept, strict=True))

    # What goes to them

    def _begin(self) -> None:
        """Begin as many questions as there are places for."""
        places = self._line.places.take(len(self._flights))
        try:
            while places and (questions := self._next(places)):
                for question in self._admitted(self._taken(questions)):
                    flight = Flight(
                        question, self._seconds(), self._events, is_counted=self._claims.is_written
                    )
                    flight.begin(self._line)
                    self._flights.add(flight)
                    places -= 1
            self._is_idle = places > 0
        finally:
            self._line.places.give_back(places)

    def _next(self, most: int) -> list[Question]:
        """What to try now: that which others still asked a moment ago, and new ones."""
        is_behind = len(self._outcomes) >= MOST_WAITING
        if self._is_over() or is_behind or (self._is_held and self._flights):
            return []
        if self._is_held:
            self._record_answers()
            self._is_held = False
        questions = []
        if time.monotonic() >= self._poll_at:
            questions = list(self._elsewhere.values())[:most]
            self._poll_at = time.monotonic() + POLL_SECONDS
        new = (each for each in self._wanted() if each.key not in self._known)
        for question in islice(new, most - len(questions)):  # who counts them counts no other
            self._known.add(question.key)
            questions.append(question)
        return questions

    def _taken(self, questions: list[Question]) -> list[Question]:
        """Those that are for this round to ask; others are told, or somebody else asks them."""
        states = self._claims.take(questions)
        taken = []
        for question in questions:
            state = states[question.key]
            before = self._elsewhere.pop(question.key, None)
            if state == "under_way":
                self._elsewhere[question.key] = question  # behind the others
            elif state != "taken":
                self._outcomes.append((question, told(question, state, is_repeated=before is None)))
            elif not self._is_kept_by_others(question):
                taken.append(question)
        return taken

    def _is_kept_by_others(self, question: Question) -> bool:
        """Whether somebody else's answer was kept while the question waited for its turn."""
        is_recent = time.monotonic() - self._began_at < RECENT_SECONDS
        look = None if is_recent else question.answered()
        if look is not None:
            self._outcomes.append((question, Answer(look)))
            self._claims.finish([question], {})
        return look is not None

    def _admitted(self, questions: list[Question]) -> list[Question]:
        """Those that may be asked now; the others are free again, for this round too."""
        if not questions:
            return []
        number = 0
        try:
            number = self._line.admit_questions(len(questions), is_refresh=questions[0].is_refresh)
            if self._claims.is_written:
                number = self._line.admit_requests(number)
        except CallFireError as problem:
            number = 0
            if not (self._flights or self._is_answered):  # else it may be over in a moment
                self._refusal = (questions[0], problem)
        if number < len(questions):
            self._is_held = True
            back = questions[number:]
            self._claims.finish(back, None)
            self._known -= {question.key for question in back}
        return questions[:number]

    # How long

    def _seconds(self) -> float:
        return min(WAIT_SECONDS, self._deadline - time.monotonic())

    def _is_over(self) -> bool:
        """Whether nothing is begun any more."""
        return self._refusal is not None or self._deadline - time.monotonic() < ROOM_SECONDS

    def _is_done(self) -> bool:
        if self._flights:
            return False
        return self._is_over() or (self._is_idle and not self._elsewhere)
