from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class Drift(Check):
    """One annotator's share of labels differs from the others' by more than chance (chi-squared test)."""

    slug = "annotator-drift"
    code = "G9"
    title = Text("Annotator labels unlike the others", "标注员的标签分布异常")
    message = Text(
        "This annotator uses the labels unlike the rest of the team (p = {p}).",
        "该标注员的标签分布与团队其他人明显不同（p = {p}）。",
    )
    tiers = frozenset({"batch"})
    params = (
        Param("p", Text("Probability below", "概率低于"), 0.001, 0, 0.1),
        Param("objects", Text("From so many objects", "最少对象数"), 50, 10, 100000),
    )

    def run_batch(self, answers: Iterable[Answer], params: Params) -> Iterator[tuple[str, Found]]:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        tasks: dict[str, list[str]] = defaultdict(list)
        for answer in answers:
            counts[answer.annotator].update(record["label"] for record in answer.objects())
            tasks[answer.annotator].append(answer.task)
        pool = sum(counts.values(), Counter())
        for annotator, own in counts.items():
            p = self._probability(own, pool - own, params)
            if annotator and p is not None and p < params["p"]:
                for task in tasks[annotator]:
                    yield task, Found(params={"p": f"{p:.1e}"})

    def _probability(self, own: Counter[str], others: Counter[str], params: Params) -> float | None:
        labels = sorted(own.keys() | others.keys())
        if min(own.total(), others.total()) < params["objects"] or len(labels) < 2:
            return None
        # Slow to load, and the web server never needs it.
        from scipy.stats import chi2_contingency

        return float(chi2_contingency([[own[label] for label in labels], [others[label] for label in labels]]).pvalue)
