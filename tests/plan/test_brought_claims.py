"""Kinds and policies of a company, as installed packages bring them, asked in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from docs.examples import our_claims
from shipworthy.plan.claims import KINDS
from shipworthy.plan.kinds import own
from shipworthy.testing.claims_contract import FULL, BroughtClaimsContract, ClaimsContract, Kind

ROOT = Path(__file__).parents[2]
POLICY = '''
def text():
    """The policy of the company."""
    return "policy: ours\\nlow: {required: [brief.need, on-call.*]}\\n"
'''
ASK = """
import sys
from pathlib import Path
from shipworthy.plan.claims import claims_of
from shipworthy.plan.policies import weight_of
from shipworthy.plan.reading import read_text
document = read_text(sys.stdin.read(), "project.yaml")
for claim in claims_of(document, weight_of(document, Path())):
    print(claim.id, claim.required, claim.because, sep="|")
"""


class TestOurExample(BroughtClaimsContract):
    @pytest.fixture
    def kind(self) -> Kind:
        return our_claims.claims


@pytest.mark.parametrize("name", [kind.__module__.rpartition(".")[2] for kind in KINDS])
class TestOurOwnKinds(ClaimsContract):
    @pytest.fixture
    def kind(self, name: str) -> Kind:
        return next(kind for kind in KINDS if kind.__module__.endswith(f".{name}"))


class TestTheProjectsOwn(ClaimsContract):
    @pytest.fixture
    def kind(self) -> Kind:
        return own.claims

    @pytest.fixture
    def texts(self) -> tuple[str, ...]:
        return (
            FULL + "claims: [{says: The contract allows it}, {says: Half is found, measure: recall, at_least: 0.5}]",
        )


def install(place: Path, name: str, code: dict[str, str], points: str) -> Path:
    """Puts a package where installed ones stand: its modules, and beside them what it is and what it brings."""
    for module, text in code.items():
        (place / f"{module}.py").write_text(text)
    info = place / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(points)
    return place


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example package of the documentation and a policy."""
    code = {"our_claims": Path(our_claims.__file__).read_text(), "our_policy": POLICY}
    points = "[shipworthy.claims]\non-call = our_claims:claims\n[shipworthy.policies]\nours = our_policy:text\n"
    return install(tmp_path_factory.mktemp("installed"), "our_claims", code, points)


def asked(installed: Path, text: str) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": f"{installed}{os.pathsep}{ROOT / 'src'}"}
    command = [sys.executable, "-c", ASK]
    ran = subprocess.run(command, check=False, input=text, env=environment, capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


def test_an_installed_package_asks_every_project_for_what_the_company_promises(installed: Path) -> None:
    status, told = asked(installed, FULL)
    assert status == 0, told
    assert "on-call.named|True|\n" in told
    assert "on-call" not in asked(installed, FULL.replace("form: rest", "form: file"))[1]


def test_an_installed_policy_is_named_in_the_document(installed: Path) -> None:
    status, told = asked(installed, f"{FULL}risk: low\npolicy: ours\n")
    assert status == 0, told
    assert "brief.need|True|asked because this project's risk is low: policy ours\n" in told
    status, told = asked(installed, f"{FULL}risk: low\npolicy: our\n")
    assert status == 1
    assert "write ours instead of our" in told


def test_a_policy_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    install(tmp_path, "odd", {"odd": "def text():\n    return 1 / 0"}, "[shipworthy.policies]\nodd = odd:text\n")
    status, told = asked(tmp_path, f"{FULL}risk: low\npolicy: odd\n")
    assert status == 1
    assert "the policy `odd` of an installed package cannot be loaded" in told
    assert "ZeroDivisionError" in told


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise ImportError('no such thing')", "this cannot be loaded"),
        ("def claims(document):\n    raise ValueError('odd')", "this breaks on this document"),
        ("def claims(document):\n    return [1]", "claims something that is no claim of a kind of its own"),
        (
            "from shipworthy.records.claim import Claim\n"
            "def claims(document):\n"
            "    return [Claim(id='brief.x', kind='brief', says='x', stage='data')]",
            "brief.x of the kind brief",
        ),
        (
            "from shipworthy.records.claim import Claim\n"
            "def claims(document):\n"
            "    return 2 * [Claim(id='ours.x', kind='ours', says='x', stage='data', parts=('project',))]",
            "two claims share a name",
        ),
    ],
)
def test_a_package_that_cannot_be_used_is_named(tmp_path: Path, code: str, says: str) -> None:
    install(tmp_path, "odd", {"odd": code}, "[shipworthy.claims]\nodd = odd:claims\n")
    status, told = asked(tmp_path, FULL)
    assert (status, says in told) == (1, True), told
