"""The unmodified published SDK authors dynamic policies, asks what they would do, and sees them decide."""

import asyncio
import uuid

import pytest
from axonflow import AxonFlow
from axonflow.exceptions import AxonFlowError
from axonflow.policies import (
    CreateDynamicPolicyRequest,
    DynamicPolicyAction,
    DynamicPolicyCondition,
    EffectivePoliciesOptions,
    ListDynamicPoliciesOptions,
    UpdateDynamicPolicyRequest,
)
from axonflow.types import DecideRequest


def client(server, org):
    return AxonFlow(
        endpoint=server.url, client_id=org["client_id"], client_secret=org["client_secret"], cache_enabled=False, timeout=20
    )


def word():
    """A word that no other test uses, so that policies made here match nothing else."""
    return "w" + uuid.uuid4().hex[:12]


def blocking(text):
    return CreateDynamicPolicyRequest(
        name=f"No {text}",
        type="content",
        category="dynamic-security",
        conditions=[DynamicPolicyCondition(field="query", operator="contains", value=text)],
        actions=[DynamicPolicyAction(type="block", config={"reason": f"{text} is not asked for."})],
        priority=7,
    )


async def verdict(flow, text):
    return (await flow.decide(DecideRequest(stage="llm", query=f"Tell me about {text}"))).verdict


async def becomes(flow, text, expected):
    """An edit is live within a second; the deadline only ends a test that has failed already."""
    for _ in range(100):
        if await verdict(flow, text) == expected:
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"never answered {expected}")


async def test_a_dynamic_policy_is_made_read_changed_switched_and_removed(server, acme):
    text = word()
    async with client(server, acme) as flow:
        assert await verdict(flow, text) == "allow"
        made = await flow.create_dynamic_policy(blocking(text))
        assert (made.tier.value, made.priority, made.actions[0].type) == ("tenant", 7, "block")
        await becomes(flow, text, "deny")

        assert (await flow.get_dynamic_policy(made.id)).conditions == made.conditions
        found = await flow.list_dynamic_policies(ListDynamicPoliciesOptions(type="content", search=text, enabled=True))
        assert [policy.id for policy in found] == [made.id]
        changed = await flow.update_dynamic_policy(made.id, UpdateDynamicPolicyRequest(description="For now."))
        assert (changed.description, changed.conditions) == ("For now.", made.conditions)

        off = await flow.toggle_dynamic_policy(made.id, False)
        assert (off.enabled, off.description, off.conditions) == (False, "For now.", made.conditions)
        await becomes(flow, text, "allow")
        effective = await flow.get_effective_dynamic_policies()
        everything = await flow.get_effective_dynamic_policies(EffectivePoliciesOptions(include_disabled=True))
        assert made.id not in {policy.id for policy in effective}
        assert made.id in {policy.id for policy in everything}

        await flow.delete_dynamic_policy(made.id)
        with pytest.raises(AxonFlowError, match="404"):
            await flow.get_dynamic_policy(made.id)


async def test_what_cannot_be_evaluated_is_refused(server, acme):
    request = blocking("anything")
    request.conditions[0].field = "mood"
    async with client(server, acme) as flow:
        with pytest.raises(AxonFlowError, match="unknown field"):
            await flow.create_dynamic_policy(request)


async def test_simulation_impact_and_conflicts(server, acme):
    text = word()
    async with client(server, acme) as flow:
        first = await flow.create_dynamic_policy(blocking(text))
        second = blocking(text)
        second.actions = [DynamicPolicyAction(type="alert")]
        second = await flow.create_dynamic_policy(second)

        simulated = await flow.simulate_policies(f"About {text}", request_type="chat", user={"role": "analyst"})
        report = await flow.get_policy_impact_report(first.id, [{"query": text}, {"query": "nothing"}])
        conflicts = await flow.detect_policy_conflicts(first.id)

        assert (simulated.allowed, simulated.dry_run, simulated.applied_policies) == (False, True, [first.id, second.id])
        assert (report.matched, report.blocked, report.match_rate) == (1, 1, 0.5)
        assert [result.matched for result in report.results] == [True, False]
        assert [(pair.policy_b.id, pair.conflict_type) for pair in conflicts.conflicts] == [(second.id, "contradictory_actions")]
        for policy in (first, second):
            await flow.delete_dynamic_policy(policy.id)
