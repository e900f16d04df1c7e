"""How long questions take as the record grows: synthetic minutes, asked warm.

    asking_speed.py [--documents 214 20000] [--folder FOLDER]

Prints, for each size, the median processor time of every question in milliseconds (asking is one thread and waits
for nothing, so on an idle machine it is the time of the clock), and how it grew. The questions of the second block
are answered by sentences, those of the third not at all: they look for sentences and end with the best passages.
"""

import argparse
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from synthetic_minutes import bodies_of, day_of, library_of, people_of, person_name, upkeep

if TYPE_CHECKING:
    from kg import Library

BY_THE_GRAPH = (
    "Who was present on {day}?",
    "When did {person} first attend a meeting?",
    "How many meetings did {person} attend?",
    "What did {person} promise in {year}?",
    "Which actions does {person} still have open?",
    "Who met {body}, and when?",
    "Who can introduce me to {body}?",
    "What did the committee decide in {month}?",
    "Who is {misspelt}?",
    "Which documents mention {person}?",
    "Who attended most meetings in {year}?",
    "For which months of {year} are there no minutes?",
)
BY_SENTENCES = (
    "Who {verb} the {part} of {hall} Hall?",
    "How much did {worker} spend when the {part} of {hall} Hall was {verb}?",
    "Why was the {part} of {hall} Hall {verb}?",
    "Was the {part} of {hall} Hall {verb}?",
)
BY_NOTHING = (
    "Who bought the zeppelin of {hall} Hall?",
    "Why did the insurers of the {part} go bankrupt?",
    "How much did the rain cost the committee in {year}?",
    "What is the colour of the {part} at the meeting house?",
)
_AS_OF = date(2035, 1, 1)


def question_about(pattern: str, turn: int, documents: int) -> str:
    """A question of a pattern, about another name, day and hall each turn."""
    random = Random(turn)
    number = random.randrange(documents)
    name, day, work = person_name(random.randrange(people_of(documents))), day_of(number), upkeep(number, documents)[0]
    return pattern.format(
        day=f"{day:%d %B %Y}", month=f"{day:%B %Y}", year=day.year, person=name,
        body=f"Synthetic Agency {random.randrange(bodies_of(documents))}",
        misspelt=name[:-2] + name[-1] + name[-2],
        verb=work.verb, part=work.part, hall=work.hall, worker=person_name(work.person),
    )  # fmt: skip


def ask_all(library: "Library", documents: int, rounds: int) -> dict[str, tuple[float, str]]:
    """Median seconds of each question with the last answer's status."""
    from search.ask import answer
    from search.ask_passages import finder_of

    found: dict[str, tuple[float, str]] = {}
    with finder_of(library) as finder:
        for question in (*BY_THE_GRAPH, *BY_SENTENCES, *BY_NOTHING):
            times, statuses = [], []
            for turn in range(rounds + 1):
                words = question_about(question, turn, documents)
                start = time.process_time()
                statuses.append(answer(library.snapshot(), words, as_of=_AS_OF, finder=finder).status)
                times.append(time.process_time() - start)
            found[question] = statistics.median(times[1:]), statistics.mode(statuses)
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, nargs="+", default=[214, 20000])
    options.add_argument("--folder", type=Path)
    options.add_argument("--rounds", type=int, default=9)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        results = {number: ask_all(library_of(folder, number), number, given.rounds) for number in given.documents}
    print("question".ljust(72), *(f"{number:>9}" for number in results), "   growth  status")
    for question in (*BY_THE_GRAPH, *BY_SENTENCES, *BY_NOTHING):
        times = [1000 * result[question][0] for result in results.values()]
        status = ", ".join(dict.fromkeys(result[question][1] for result in results.values()))
        print(question.ljust(72), *(f"{time_:7.1f}ms" for time_ in times), f"{times[-1] / times[0]:8.1f}×  {status}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
