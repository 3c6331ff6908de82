"""The budgets of the service, measured on the release build with fsync on.

decide_vs_pgbench: durable decide calls a second at 32 clients over pgbench transactions that insert one row of equal bytes
under the same row-level security scope; the load generators share the same cores in both. For 1 and for 100 organisations;
the worse one counts."""

from __future__ import annotations

import base64
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from harness import Server  # noqa: E402

SECONDS = int(os.environ.get("BENCH_SECONDS", "8"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
CLIENTS, THREADS = 32, 2
PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))

SETUP = """
create table if not exists public.bench_row (org_id uuid not null, row_id uuid not null default gen_random_uuid(), body text not null,
  primary key (org_id, row_id));
do $$ begin
  if not exists (select from pg_policy where polrelid = 'public.bench_row'::regclass) then perform app.protect_table('public.bench_row'); end if;
end $$;
grant select, insert on public.bench_row to axonflow_app_role;
"""
ROW_BYTES = """
select round(avg(b.bytes + coalesce(p.bytes, 0) + 96)) from
  (select org_id, seq, octet_length(record) as bytes from ledger_body where verdict is not null order by recorded_at desc limit 2000) b
  left join (select org_id, seq, octet_length(fields::text) as bytes from ledger_personal) p using (org_id, seq)
"""


def say(name: str, value: float) -> None:
    print(f"bench: {name}={value:.3g}", flush=True)


def psql(server: Server, role: str, sql: str) -> str:
    url = server.run("db", "url", "--role", role).stdout.strip()
    done = subprocess.run([PROGRAMS / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url, "-c", sql], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def credentials(server: Server, count: int) -> list[str]:
    """Keys of `count` organisations, made by the command line while the server runs."""
    made = []
    for n in range(count):
        server.run("org", "create", "--slug", f"bench-{n}", "--name", f"Bench {n}").check_returncode()
        key = json.loads(server.run("key", "create", "--org", f"bench-{n}", "--name", "bench", "--json").stdout)
        made.append(base64.b64encode(f"{key['client_id']}:{key['client_secret']}".encode()).decode())
    return made


def decide(server: Server, keys: list[str]) -> tuple[float, float]:
    """Calls a second, and their p99 in milliseconds."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        command = ["wrk", f"-t{THREADS}", f"-c{CLIENTS}", f"-d{SECONDS}s", "-s", str(HERE / "decide.lua"), f"http://127.0.0.1:{server.port}"]
        text = subprocess.run(command, env=os.environ | {"CREDENTIALS": file.name}, capture_output=True, text=True, check=True).stdout
    requests, micros, p99, failed = map(int, text.split("result ")[1].split())
    if failed:
        raise RuntimeError(f"{failed} decide calls failed")
    return requests / (micros / 1e6), p99 / 1e3


def pgbench(server: Server, orgs: int, size: int) -> tuple[float, float]:
    """Transactions a second, and their p99 in milliseconds."""
    url = server.run("db", "url", "--role", "web").stdout.strip()
    body = "x" * size
    script = (
        f"\\set org random(1, {orgs})\nBEGIN;\n"
        "SELECT app.enter_org(('00000000-0000-7000-8000-' || lpad(to_hex(:org::bigint), 12, '0'))::uuid);\n"
        "INSERT INTO public.bench_row (org_id, body) VALUES "
        f"(('00000000-0000-7000-8000-' || lpad(to_hex(:org::bigint), 12, '0'))::uuid, '{body}');\nCOMMIT;\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "insert.sql"
        file.write_text(script)
        command = [PROGRAMS / "pgbench", "-n", "-M", "prepared", f"-c{CLIENTS}", f"-j{THREADS}", f"-T{SECONDS}", "-f", str(file), "-l", url]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"pgbench failed: {done.stderr[-2000:]}")
        text = done.stdout
        took = sorted(int(line.split()[2]) for log in Path(folder).glob("pgbench_log*") for line in log.read_text().splitlines())
    per_second = float(next(line for line in text.splitlines() if line.startswith("tps")).split()[2])
    return per_second, took[int(len(took) * 0.99)] / 1e3


def resident_mb(server: Server) -> float:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def metrics(server: Server) -> list[tuple[str, float]]:
    """Every line of the service's metrics: name with labels, and value."""
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return [(name, float(value)) for name, _, value in (line.rpartition(" ") for line in lines if line and not line.startswith("#"))]


def admission_p50_us(server: Server) -> float:
    """What half of the calls waited for at most until their key, scopes and limits were known, by the service's own histogram."""
    bounds = [(name.split('le="')[1].split('"')[0], count) for name, count in metrics(server) if name.startswith("axonflow_admission_micros_bucket")]
    below, half = (0.0, 0.0), bounds[-1][1] / 2
    for bound, count in bounds:
        if count >= half:
            upper = float(bound.replace("+Inf", "inf"))
            return below[0] + (upper - below[0]) * (half - below[1]) / max(count - below[1], 1)
        below = (float(bound), count)
    raise RuntimeError("no call was admitted")


def sign_in_ms(server: Server, rounds: int = 8) -> float:
    """Mean time of a first sign-in step on the server, without the time in the password hash. One after the other, so that nobody
    waits for a turn."""

    def spent() -> tuple[float, float, float]:
        route, took, hashed, count = "/fn/session/sign-in", 0.0, 0.0, 0.0
        for name, value in metrics(server):
            if name.startswith("axonflow_http_request_duration_seconds_sum") and route in name:
                took += value
            elif name.startswith("axonflow_password_check_seconds_sum"):
                hashed += value
            elif name.startswith("axonflow_password_check_seconds_count"):
                count += value
        return took, hashed, count

    person = server.org("acme")["viewer"]
    form = urllib.parse.urlencode({"email": person["email"], "password": person["password"]}).encode()
    headers = {"Origin": server.url, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    before = spent()
    for _ in range(rounds):  # Ten in fifteen minutes is what an account may try.
        urllib.request.urlopen(urllib.request.Request(f"{server.url}/fn/session/sign-in", form, headers), timeout=30).close()
    after = spent()
    took, hashed, count = (now - then for now, then in zip(after, before))
    if count == 0:
        raise RuntimeError("no password was checked")
    return (took - hashed) / count * 1e3


def compare(server: Server, name: str, keys: list[str], orgs: int, size: int) -> tuple[float, float]:
    """Medians over alternating rounds: throughput over pgbench's, p99 over pgbench's."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(pgbench(server, orgs, size))
        ours.append(decide(server, keys))
    mine, other = ([statistics.median(r[i] for r in runs) for i in (0, 1)] for runs in (ours, theirs))
    print(f"{name}: decide {mine[0]:.0f}/s p99 {mine[1]:.1f} ms, pgbench {other[0]:.0f}/s p99 {other[1]:.1f} ms, rows of {size} bytes")
    return mine[0] / other[0], mine[1] / other[1]


def main() -> int:
    with Server(fsync="on") as server:
        server.stop()
        say("cold_start_s", server.start())
        time.sleep(3)  # At rest means that nothing has happened for a while.
        say("rss_idle_mb", resident_mb(server))
        psql(server, "platform", SETUP)
        keys = credentials(server, 100)
        decide(server, keys)
        size = int(psql(server, "platform", ROW_BYTES))
        one = compare(server, "1 organisation", keys[:1], 1, size)
        many = compare(server, "100 organisations", keys, 100, size)
        say("decide_vs_pgbench", min(one[0], many[0]))
        say("decide_p99_vs_pgbench", max(one[1], many[1]))
        say("api_admission_p50_us", admission_p50_us(server))
        say("sign_in_without_hash_ms", sign_in_ms(server))
        say("rss_loaded_mb", resident_mb(server))
    return 0


if __name__ == "__main__":
    sys.exit(main())
