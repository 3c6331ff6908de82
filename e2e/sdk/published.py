"""Runs the integration tests that the SDK publishes with its source, unchanged, against the started service."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402

VERSION = "9.5.0"
HERE = Path(__file__).resolve().parent


def source() -> Path:
    """The published source, fetched once by its exact version."""
    kept = Path.home() / ".cache/axonflow/tools" / f"axonflow-{VERSION}"
    tests = kept / f"axonflow-{VERSION}" / "tests" / "test_integration.py"
    if not tests.exists():
        kept.mkdir(parents=True, exist_ok=True)
        fetch = ["download", "--quiet", "--no-deps", "--no-binary", ":all:", f"axonflow=={VERSION}", "--dest", str(kept)]
        subprocess.run([sys.executable, "-m", "pip", *fetch], check=True)
        with tarfile.open(kept / f"axonflow-{VERSION}.tar.gz") as archive:
            archive.extractall(kept, filter="data")
    return tests


def main() -> int:
    tests = source()
    with Server() as server:
        acme = server.org("acme")
        environment = os.environ | {
            "RUN_INTEGRATION_TESTS": "1",
            "AXONFLOW_TELEMETRY": "off",
            "AXONFLOW_AGENT_URL": server.url,
            "AXONFLOW_CLIENT_ID": acme["client_id"],
            "AXONFLOW_CLIENT_SECRET": acme["client_secret"],
            "AXONFLOW_STRICT_SQLI_BLOCK": "1",
        }
        command = [sys.executable, "-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider", "-c", str(HERE / "pytest.ini"), str(tests)]
        return subprocess.run(command, env=environment, cwd=tests.parent, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
