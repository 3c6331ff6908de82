"""Starts the service with demonstration data and hands it to the journeys."""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402

HERE = Path(__file__).resolve().parent


def main() -> int:
    with Server() as server:
        environment = os.environ | {"BASE_URL": server.url, "DEMO": json.dumps(server.demo)}
        code = subprocess.run(["node", str(HERE / "journeys.mjs"), *sys.argv[1:]], env=environment, check=False).returncode
        if code != 0:
            sys.stderr.write(server.problems())
        return code


if __name__ == "__main__":
    sys.exit(main())
