"""The unmodified published SDK: static policies, overrides, access evaluation, the handshake of an enforcement point, and what is not served."""

import base64
import json
import re
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone

import coverage
import pytest
from axonflow import (
    AuthZENAction,
    AuthZENBulk,
    AuthZENRefusal,
    AuthZENRequest,
    AuthZENResource,
    AuthZENSubject,
    AxonFlow,
)
from axonflow.exceptions import AxonFlowError
from axonflow.pep_handshake import PEPCapability, PEPHandshake
from axonflow.policies import (
    CreatePolicyOverrideRequest,
    CreateStaticPolicyRequest,
    EffectivePoliciesOptions,
    ListStaticPoliciesOptions,
    UpdateStaticPolicyRequest,
)
from axonflow.types import DecideRequest
from test_policies import becomes, client, verdict, word


def gateway(query, resource="llm", **context):
    action = "llm.completion" if resource == "llm" else "tool.call"
    return AuthZENRequest(
        subject=AuthZENSubject(type="gateway", id="gw-1"),
        action=AuthZENAction(name=action),
        resource=AuthZENResource(type="llm" if resource == "llm" else "tool", id=resource),
        context={"args": {"query": query}, **context},
    )


def handshake(*kinds):
    return PEPHandshake(
        pep_id="gw-1", audience="axonflow", capabilities=[PEPCapability(type=kind, version=1) for kind in kinds]
    )


async def test_static_policies_from_making_to_removal(server, acme):
    text = word()
    async with client(server, acme) as flow:
        tested = await flow.test_pattern(rf"{text}\d", [f"{text}1", "other"])
        assert (tested.valid, [match.matched for match in tested.matches]) == (True, [True, False])
        request = CreateStaticPolicyRequest(name=f"No {text}", category="sensitive-data", pattern=text, severity="high")
        made = await flow.create_static_policy(request)
        await becomes(flow, text, "deny")

        listed = await flow.list_static_policies(ListStaticPoliciesOptions(search=text))
        assert [policy.id for policy in listed] == [made.id]
        changed = await flow.update_static_policy(made.id, UpdateStaticPolicyRequest(description="For now."))
        assert (await flow.get_static_policy(made.id)).description == changed.description == "For now."
        assert (await flow.toggle_static_policy(made.id, False)).enabled is False
        await becomes(flow, text, "allow")
        versions = await flow.get_static_policy_versions(made.id)
        assert [version.change_type for version in versions] == ["disabled", "updated", "created"]
        effective = await flow.get_effective_static_policies(EffectivePoliciesOptions(include_disabled=True))
        assert made.id in {policy.id for policy in effective}

        await flow.delete_static_policy(made.id)
        with pytest.raises(AxonFlowError):
            await flow.get_static_policy(made.id)


async def test_an_override_is_made_listed_and_lifted(server, acme):
    text = word()
    async with client(server, acme) as flow:
        request = CreateStaticPolicyRequest(name=f"Only log {text}", category="sensitive-data", pattern=text, action="log")
        made = await flow.create_static_policy(request)
        assert await verdict(flow, text) == "allow"

        override = await flow.create_policy_override(
            made.id, CreatePolicyOverrideRequest(action_override="block", override_reason="A pilot.")
        )
        assert override.action_override.value == "block"
        await becomes(flow, text, "deny")
        assert made.id in {known.policy_id for known in await flow.list_policy_overrides()}
        assert (await flow.get_static_policy(made.id)).has_override
        await flow.delete_policy_override(made.id)
        await becomes(flow, text, "allow")

        looser = CreatePolicyOverrideRequest(
            action_override="log", override_reason="Less strict.", expires_at=datetime.now(timezone.utc) + timedelta(days=7)
        )
        with pytest.raises(AxonFlowError, match="policies:loosen"):
            await flow.create_policy_override("sys_pii_ssn", looser)
        await flow.delete_static_policy(made.id)


async def test_access_evaluation_says_allow_deny_and_challenge(server, acme):
    text = word()
    async with client(server, acme) as flow:
        held = f"approval-{text}"
        policies = [
            await flow.create_static_policy(
                CreateStaticPolicyRequest(name=f"{action} {text}", category="sensitive-data", pattern=pattern, action=action)
            )
            for action, pattern in (("block", f"blocked-{text}"), ("require_approval", held))
        ]
        await becomes(flow, f"blocked-{text}", "deny")

        allowed = await flow.evaluate(gateway("hello", correlation={"session_id": "s-1"}))
        denied = await flow.evaluate(gateway(f"about blocked-{text}"))
        challenged = await flow.evaluate(gateway(f"about {held} {uuid.uuid4()}"))

        assert (allowed.allowed, allowed.state, allowed.reason, allowed.obligations) == (True, "ALLOW", "permitted", [])
        assert (denied.allowed, denied.state, denied.reason) == (False, "DENY", "explicit_constraint")
        assert (challenged.state, challenged.category) == ("CHALLENGE", "approval_required")
        assert challenged.approval.all_of[0].eligible[0].local == "approver" and challenged.approval.separation_of_duties
        assert (await flow.explain_decision(denied.decision_id)).policy_matches[0].policy_id == policies[0].id
        bulk = AuthZENBulk(
            subject=AuthZENSubject(type="gateway", id="gw-1"),
            action=AuthZENAction(name="tool.call"),
            context={"args": {"query": "move it"}},
            evaluations=[
                AuthZENRequest(resource=AuthZENResource(type="tool", id="jira/move")),
                AuthZENRequest(resource=AuthZENResource(type="tool", id="jira/edit"), context={"args": {"query": f"blocked-{text}"}}),
            ],
        )
        assert (await flow.evaluate_all(bulk)).state == "DENY"
        bulk.evaluations = bulk.evaluations[:1]
        assert (await flow.evaluate_all(bulk)).allowed
        for policy in policies:
            await flow.delete_static_policy(policy.id)


async def test_what_access_evaluation_cannot_weigh_is_refused_with_its_place(server, acme):
    async with client(server, acme) as flow:
        person = gateway("hello")
        person.subject.type = "user"
        for request, code, pointer in (
            (person, "unsupported_subject", "/evaluation/subject/type"),
            (gateway("hello", department="hr"), "unevaluable_attribute", "/evaluation/context/department"),
            (gateway("hello", resource="no-slash"), "unsupported_resource", "/evaluation/resource/id"),
            (gateway(" "), "missing_evaluable_content", "/evaluation/context/args/query"),
        ):
            with pytest.raises(AuthZENRefusal) as refusal:
                await flow.evaluate(request)
            assert (refusal.value.code, refusal.value.pointer, refusal.value.retryable) == (code, pointer, False)


async def test_an_enforcement_point_is_allowed_what_it_can_discharge(server, acme):
    query = "Mail ann@example.com about it"
    async with client(server, acme) as flow:
        able = await flow.evaluate(gateway(query), pep_handshake=handshake("field_redact"))
        unable = await flow.evaluate(gateway(query), pep_handshake=handshake("notification"))
        nothing = await flow.decide(DecideRequest(stage="llm", query=query), pep_handshake=handshake())

        assert able.allowed and able.mandatory_obligations[0].type == "field_redact"
        assert able.mandatory_obligations[0].source_policy == "sys_pii_email"
        assert (unable.state, unable.reason) == ("DENY", "unsupported_obligation")
        assert (nothing.verdict, nothing.reasons[0]) == ("deny", "unsupported_obligation")
        verdict_word, text, decision = await flow.decide_and_fulfill(
            DecideRequest(stage="llm", query=query), pep_handshake=handshake("field_redact")
        )
        assert verdict_word == "allow" and decision.obligations[0].type == "redact_pii"
        assert text == "Mail [REDACTED:email] about it"
        checked = await flow.mcp_check_input("gateway", query, pep_handshake=handshake())
        assert checked.allowed and checked.redacted, "a tool check takes values out itself"


def test_the_page_of_methods_is_what_the_package_and_the_routes_say():
    assert coverage.PAGE.read_text() == coverage.page()
    assert len(list(coverage.lines())) == 156 + 6


def test_what_is_not_served_is_answered_by_404_and_what_is_served_is_not(server, acme):
    token = base64.b64encode(f"{acme['client_id']}:{acme['client_secret']}".encode()).decode()
    for name, pairs, state in coverage.lines():
        for verb, path in pairs:
            request = urllib.request.Request(
                server.url + re.sub(r"\{\w*\}", "none", path),
                method=verb,
                data=b"{}" if verb != "GET" else None,
                headers={"authorization": f"Basic {token}", "content-type": "application/json"},
            )
            try:
                status, body = urllib.request.urlopen(request).status, b"{}"
            except urllib.error.HTTPError as error:
                status, body = error.code, error.read()
            unknown = status == 404 and "no_such_endpoint" in body.decode()
            known = any(served[0] == verb and served[1].match(path.replace("{}", "x")) for served in coverage.routes())
            assert unknown != known, (name, verb, path, status, body)
            json.loads(body or b"{}")


async def test_typed_policies_are_refused_in_their_own_shape(server, acme):
    async with client(server, acme) as flow:
        for ask in (flow.typed_policies.edition, flow.typed_policies.system):
            with pytest.raises(AxonFlowError) as refusal:
                await ask()
            assert "404" in str(refusal.value) or getattr(refusal.value, "status", None) == 404
