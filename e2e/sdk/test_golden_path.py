"""The unmodified published SDK walks the whole path: policies, decisions, a hold, its approval in the portal by a
browser, spending it once, audit, explanation and evidence."""

import base64
import json
import os
import subprocess
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from axonflow import AxonFlow
from axonflow.exceptions import AuthenticationError, AxonFlowError
from axonflow.hitl import HITLQueueListOptions
from axonflow.policies import CreateStaticPolicyRequest
from axonflow.types import AuditSearchRequest, DecideRequest, TokenUsage

E2E = Path(__file__).resolve().parent.parent


def client(server, org):
    return AxonFlow(
        endpoint=server.url, client_id=org["client_id"], client_secret=org["client_secret"], cache_enabled=False, timeout=20
    )


def raw(server, org, method, path, body=None):
    credential = base64.b64encode(f"{org['client_id']}:{org['client_secret']}".encode()).decode()
    request = urllib.request.Request(
        server.url + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Basic {credential}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status, answer.read()


def word():
    """A word that no other test uses, so that policies made here match nothing else."""
    return "w" + uuid.uuid4().hex[:12]


async def policy(flow, action, pattern, category="security-admin"):
    return await flow.create_static_policy(
        CreateStaticPolicyRequest(name=f"{action} {pattern}", category=category, pattern=pattern, action=action, severity="high")
    )


def approve_in_browser(server, org, approval):
    """Signs in as the approver and approves in the portal, with a real browser."""
    person = org["approver"]
    environment = os.environ | {
        "BASE_URL": server.url,
        "ORG": org["slug"],
        "APPROVAL": str(approval),
        "EMAIL": person["email"],
        "PASSWORD": person["password"],
        "TOTP_SECRET": person["totp_secret"],
    }
    subprocess.run(["node", str(E2E / "browser" / "approve.mjs")], env=environment, check=True, timeout=120)


async def test_health_says_what_is_served(server, acme):
    async with client(server, acme) as flow:
        health = await flow.health_check_detailed()

    assert health.status == "healthy"
    names = {capability.name for capability in health.capabilities}
    assert "gateway_mode" in names
    assert "multi_agent_planning" not in names, "nothing is advertised that is not served"


async def test_pre_check_blocked_redacted_and_approved(server, acme):
    blocked = word()
    async with client(server, acme) as flow:
        made = await policy(flow, "block", blocked)
        tested = await flow.test_pattern(blocked, [f"run {blocked} now", "something else"])
        refused = await flow.pre_check("demo-user", f"run {blocked} now")
        clean = await flow.pre_check("demo-user", "What is the weather like in Lisbon?")
        personal = await flow.pre_check("demo-user", "Write to anna.kovacs@example.org about her SSN 123-45-6789")
        checked = await flow.mcp_check_input("gateway", "Write to anna.kovacs@example.org about her SSN 123-45-6789")

    assert made.tier.value == "tenant" and made.action.value == "block"
    assert [match.matched for match in tested.matches] == [True, False]
    assert not refused.approved and made.id in refused.policies and refused.block_reason
    assert clean.approved and clean.context_id and clean.expires_at > datetime.now(timezone.utc)
    assert personal.approved and personal.requires_redaction
    assert checked.redaction_evaluated and checked.redacted
    assert "123-45-6789" not in checked.redacted_statement and "[REDACTED:ssn]" in checked.redacted_statement


async def test_a_held_call_is_approved_in_the_portal_and_spent_once(server, acme, globex):
    asked = word()
    call = DecideRequest(stage="tool", query=f"transfer {asked} to the vault", target={"type": "tool", "tool": "payments.transfer"})
    async with client(server, acme) as flow:
        await policy(flow, "require_approval", asked)
        held = await flow.decide(call)
        again = await flow.decide(call)
        approval = held.pending_approval.approval_id
        queue = await flow.list_hitl_queue(HITLQueueListOptions(status="pending"))
        item = await flow.get_hitl_request(approval)

        early = await flow.decide(call.model_copy(update={"approval_id": approval}))
        approve_in_browser(server, acme, approval)
        other = await flow.decide(DecideRequest(stage="tool", query=f"transfer {asked} elsewhere", approval_id=approval))
        spent = await flow.decide(call.model_copy(update={"approval_id": approval}))
        second = await flow.decide(call.model_copy(update={"approval_id": approval}))
        explained = await flow.explain_decision(held.decision_id)

    assert held.verdict == "needs_approval" and held.pending_approval.status == "pending"
    assert again.pending_approval.approval_id == approval, "a repeated call finds its hold"
    assert approval in [str(entry.request_id) for entry in queue.items]
    assert item.status == "pending" and item.severity == "high"
    assert early.verdict == "needs_approval", "waiting is not approved"
    assert other.verdict != "allow", "an approval is for exactly one call"
    assert spent.verdict == "allow" and spent.approval_id == approval
    assert second.verdict == "deny", "an approval works once"
    assert explained.decision == "needs_approval"
    async with client(server, globex) as stranger:
        with pytest.raises(AxonFlowError):
            await stranger.get_hitl_request(approval)


async def test_reports_audit_and_decisions(server, acme, globex):
    blocked = word()
    async with client(server, acme) as flow:
        made = await policy(flow, "block", blocked)
        context = (await flow.pre_check("demo-user", "Summarise the report")).context_id
        usage = TokenUsage(prompt_tokens=10, completion_tokens=5, total_tokens=15)
        reported = await flow.audit_llm_call(context, "a short answer", "openai", "gpt-4o", usage, 12)
        refused = await flow.decide(DecideRequest(stage="llm", query=f"please {blocked}"))
        found = await flow.search_audit_logs(AuditSearchRequest(decision_id=refused.decision_id))
        denied = await flow.search_audit_logs(AuditSearchRequest(action="blocked", limit=200))
        listed = await flow.list_decisions()
        explained = await flow.explain_decision(refused.decision_id)

    assert reported.success and reported.audit_id
    assert refused.verdict == "deny" and made.id in refused.evaluated_policies
    assert found.entries and found.entries[0].policy_decision == "blocked"
    assert {entry.policy_decision for entry in denied.entries} == {"blocked"}
    assert refused.decision_id in [decision.decision_id for decision in listed]
    assert explained.decision == "blocked" and made.id in [match.policy_id for match in explained.policy_matches]
    async with client(server, globex) as stranger:
        foreign = await stranger.search_audit_logs(AuditSearchRequest(decision_id=refused.decision_id))
        assert foreign.entries == []
        with pytest.raises(AxonFlowError, match="404"):
            await stranger.explain_decision(refused.decision_id)


async def test_evidence_is_exported_and_verifies(server, acme, tmp_path):
    start = (datetime.now(timezone.utc) - timedelta(days=1)).strftime("%Y-%m-%d")
    status, answer = raw(server, acme, "POST", "/api/v1/evidence/export", {"start_date": start})
    bundle = tmp_path / "acme.jsonl"
    exported = server.run("evidence", "export", "--org", "acme", "--out", str(bundle), "--json")
    key = json.loads(exported.stdout)["vkeys"][0]
    verified = server.run("evidence", "verify", str(bundle), "--key", key, "--strict", "--json")
    unpinned = server.run("evidence", "verify", str(bundle), "--strict", "--json")
    independent = subprocess.run(
        ["python3", str(E2E / "verify_bundle.py"), str(bundle), "--key", key, "--json"], capture_output=True, text=True, check=False
    )
    bundle.write_text(bundle.read_text().replace('\\"verdict\\":\\"deny\\"', '\\"verdict\\":\\"allow\\"', 1))
    forged = server.run("evidence", "verify", str(bundle), "--key", key, "--json")

    assert status in (200, 201)
    exported_records = json.loads(answer)
    assert exported_records["record_count"] > 0 and exported_records["audit_logs"]
    assert exported.returncode == 0, exported.stderr
    assert verified.returncode == 0, verified.stdout
    assert unpinned.returncode == 1
    assert independent.returncode == 0, independent.stdout
    assert forged.returncode == 1


async def test_a_revoked_or_forged_credential_is_refused(server, acme):
    forged = acme | {"client_secret": acme["client_secret"][:-4] + "AAAA"}
    async with client(server, forged) as flow:
        with pytest.raises(AuthenticationError):
            await flow.pre_check("demo-user", "hello")
