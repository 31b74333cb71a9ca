"""What every part of the set is written from: one set of numbers, those that `check` recomputes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from models.scenario import Scenario
from models.territory import Territory
from optimizer.check.ledger import Ledger
from optimizer.check.naming import unit_codes, unit_names
from optimizer.data.dataset import Dataset
from optimizer.data.faults import Fault
from optimizer.decide.compare import Comparison, Contender
from optimizer.report.dossier.marks import Marks
from optimizer.report.words import Words
from optimizer.report.words.choosing import Terms
from optimizer.text import Text


@dataclass(frozen=True)
class Source:
    """Where a plan comes from.

    Attributes
    ----------
    name
        Its folder or file, as the user knows it.
    sha256
        Hash of its table.
    """

    name: str
    sha256: str


@dataclass(frozen=True)
class Material:
    """Territory, scenario, status quo and plans, each with what the checker recomputed.

    Attributes
    ----------
    dataset
        Scenario and territory, with what is odd about them.
    comparison
        The status quo and the plans: for each its `plan`, its `audit`, its `measures`, its
        `travellers` (who is farther and nearer) and its `record` (plan.json; empty where there is
        none). The name of a plan is its title.
    sources
        Where each plan comes from, in the order of the plans.
    marks
        Approval, map review, day of the data, state of a case.
    lang
        `en` or `zh`.
    warnings
        What is odd about the plans and the case.
    """

    dataset: Dataset
    comparison: Comparison
    sources: tuple[Source, ...]
    marks: Marks = field(default_factory=Marks)
    lang: str = "zh"
    warnings: tuple[Fault, ...] = ()

    @property
    def territory(self) -> Territory:
        """The ground."""
        return self.dataset.territory

    @property
    def scenario(self) -> Scenario:
        """The rules and objectives that every plan is judged by."""
        return self.dataset.scenario

    @property
    def title(self) -> str:
        """What the scenario calls the whole."""
        return self.scenario.title or self.scenario.name

    @property
    def status_quo(self) -> Contender:
        """The divisions before any plan; its name is empty."""
        return self.comparison.contenders[0]

    @property
    def plans(self) -> tuple[Contender, ...]:
        """The plans in the order in which they were given."""
        return self.comparison.contenders[1:]

    @property
    def proposed(self) -> Contender:
        """The plan that the documents propose: the first."""
        return self.plans[0]

    @property
    def estimated(self) -> str:
        """What of the data is estimated; empty when nothing is said to be. Shown everywhere."""
        return self.territory.estimated

    @property
    def distances(self) -> Text:
        """Where distances come from. Shown with them."""
        return Text(self.territory.travel.basis, self.territory.travel.basis_zh)

    @property
    def words(self) -> Words:
        """The words of the reports."""
        return Words(self.lang)

    @property
    def terms(self) -> Terms:
        """The words of comparisons."""
        return Terms(self.lang)

    def said(self, text: Text) -> str:
        """Return a text in the language of the set."""
        return text.in_lang(self.lang)

    @cached_property
    def _ledgers(self) -> dict[int, Ledger]:
        return {}

    def ledger(self, contender: Contender) -> Ledger:
        """Return the checker's sums of a plan, added up once."""
        mode = str(contender.record.get("mode") or self.scenario.mode)
        found = self._ledgers.get(id(contender))
        return found or self._ledgers.setdefault(id(contender), Ledger(contender.plan, mode))

    def unit_names(self, contender: Contender) -> dict[int, str]:
        """Return the name of each unit of a plan, by the township whose seat it keeps."""
        return unit_names(contender.plan, self.scenario)

    def unit_codes(self, contender: Contender) -> dict[int, str | None]:
        """Return the code that is proposed for each unit; None where none can be."""
        return unit_codes(contender.plan, self.scenario)
