"""Every broken input ends in exit code 0, 2, 3 or 4 and in words, never in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from optimizer.cli import cli
from tests.fuzz.base import Case, write_sound
from tests.fuzz.corpus import corpus

CORPUS = corpus()


def called(*words: str) -> Result:
    """Run the tool in this process; anything but an end in words fails."""
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in (0, 2, 3, 4), result.output
    assert result.exit_code != 2 or result.output.strip()
    assert not set(result.output) & set("\x1b\x07\0\u202e")
    return result


def test_the_sound_dataset_is_sound(tmp_path: Path) -> None:
    """What the corpus breaks is whole before, and has a plan."""
    folder = str(write_sound(tmp_path / "case"))
    assert "0 faults, 0 warnings" in called("validate", folder, "--lang", "en").output
    assert called("solve", folder, "--workers", "1").exit_code == 0


def test_the_corpus_is_large() -> None:
    """More than five hundred inputs."""
    assert len(CORPUS) > 500


@pytest.mark.parametrize("case", CORPUS.values(), ids=CORPUS)
def test_ends_in_words(tmp_path: Path, case: Case) -> None:
    """Validated, in both languages in turn; of those without a fault every second is solved."""
    folder = write_sound(tmp_path / "case")
    case.change(folder)
    words = [word.replace("FOLDER", str(folder)) for word in case.words]
    odd = len(case.name) % 2
    lang = ("--lang", ("en", "zh")[odd])
    result = called(*(words or ["validate", str(folder)]), *lang)
    if result.exit_code == 0 and odd and (not words or words[0] == "validate"):
        asked = words[2:] if words else []
        called("solve", str(folder), *asked, "--workers", "1", "--time-limit", "5", *lang)
