"""Checks the container files for what the service promises about them; prints every fault and fails if there is one.

hadolint knows good style; this knows our rules: no root, a health check, versions by name, no secrets in the file,
nothing that weakens the host, no port beyond this machine.
"""

import re
import sys
from pathlib import Path

import yaml

HERE = Path(__file__).parent
HARDENED = {"read_only": True, "cap_drop": ["ALL"], "security_opt": ["no-new-privileges:true"]}
HOST_DOORS = {"privileged": True, "network_mode": "host", "pid": "host", "ipc": "host"}
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|KEY|_URL")


def image_faults(image: str):
    """An image is named with a version; a commit that the caller must give counts as one."""
    _, _, tag = image.rpartition("/")[2].partition(":")
    if not tag or tag.startswith("latest"):
        yield f"image {image} has no fixed version"


def dockerfile_faults(text: str):
    steps = [line.split(maxsplit=1) for line in re.sub(r"\\\n", " ", text).splitlines() if line and line[0] != "#"]
    steps = [(step[0].upper(), step[1].strip()) for step in steps if len(step) == 2]
    for name, rest in steps:
        if name == "FROM":
            yield from image_faults(rest.split()[0])
    last_stage = steps[max(index for index, step in enumerate(steps) if step[0] == "FROM"):]
    users = [rest for name, rest in last_stage if name == "USER"]
    if not users or users[-1].split(":")[0] in ("root", "0") or not users[-1][0].isdigit():
        yield "the image must end with a numeric USER that is not root"
    if not any(name == "HEALTHCHECK" and rest.upper() != "NONE" for name, rest in last_stage):
        yield "the image has no HEALTHCHECK"


def service_faults(service: dict):
    yield from image_faults(service.get("image", ""))
    for key, value in HARDENED.items():
        if service.get(key) != value:
            yield f"{key} must be {value}"
    for key, value in HOST_DOORS.items():
        if service.get(key) == value:
            yield f"{key}: {value} opens the host"
    if service.get("user", "").split(":")[0] in ("root", "0"):
        yield "runs as root"
    if not service.get("healthcheck"):
        yield "has no healthcheck"
    for port in service.get("ports", []):
        if not str(port).startswith("127.0.0.1:"):
            yield f"port {port} is open to other machines"
    for name, value in service.get("environment", {}).items():
        if SECRET.search(name) and not re.search(r"\$\{\w+:\?", str(value)):
            yield f"{name} must come from a required variable"


def main() -> int:
    faults = [f"Dockerfile: {fault}" for fault in dockerfile_faults((HERE / "Dockerfile").read_text())]
    compose = yaml.safe_load((HERE / "compose.yaml").read_text())
    for name, service in compose["services"].items():
        faults += [f"compose.yaml: {name}: {fault}" for fault in service_faults(service)]
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
