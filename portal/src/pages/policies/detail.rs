use leptos::{form::ActionForm, prelude::*};
use model::views::{Ask, Asks, KindOfPolicy, OverrideLine, PolicyDetail, PolicyDraft, TierOfPolicy};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    list::State,
    one::OnePolicy,
    switch::{Switch, Switched},
    words::{category_in_words, decided_in_words, kind_word, surfaces_in_words, tier_word},
};
use crate::{
    components::{
        ActionMark, Button, ButtonKind, ButtonSize, Card, CodeBlock, Crumb, FormProblems, IdText, LinkButton, Notice, PageHead,
        SeverityMark, Time, Tone, kind_in_words,
    },
    contexts::{Problems, use_org},
    server_fns::policies::LiftOverride,
};

/// `/o/:org/policies/:id`.
#[component]
pub(crate) fn PolicyPage() -> impl IntoView {
    let org = use_org();
    view! {
        <Switched org back="policy"/>
        <OnePolicy draw=|org, policy, may_write| view! { <Page org policy may_write/> }/>
    }
}

#[component]
fn Page(org: String, policy: PolicyDetail, may_write: bool) -> impl IntoView {
    let base = format!("/o/{org}/policies");
    let entry = policy.entry.clone();
    let lead = if entry.description.is_empty() { lead(&policy) } else { entry.description.clone() };
    let actions = {
        let (org, entry) = (org.clone(), entry.clone());
        move || may_write.then(|| view! { <Actions org=org.clone() entry=entry.clone()/> })
    };
    view! {
        <div class="page">
            <PageHead title=entry.name.clone() lead crumbs=vec![Crumb::new(base, "Policies")] actions/>
            <div class="columns columns-main">
                <div class="stack-6">
                    {entry.open_release.map(|release| view! { <Waiting href=format!("/o/{org}/policies/releases/{release}")/> })}
                    {policy.override_in_force.clone().map(|change| view! { <InForce org=org.clone() id=entry.id.clone() change own=entry.own_action may_write/> })}
                    <Definition policy=policy.clone()/>
                    <AsksFor asks=entry.asks/>
                </div>
                <div class="stack-6"><Facts org policy/></div>
            </div>
        </div>
    }
}

fn lead(policy: &PolicyDetail) -> String {
    match policy.entry.tier {
        TierOfPolicy::System => "Ships with the product and speaks for every workspace.".to_owned(),
        TierOfPolicy::Organization => "Speaks for every workspace of the organisation.".to_owned(),
        TierOfPolicy::Tenant => match &policy.workspace {
            Some(name) => format!("Speaks for the workspace {name}."),
            None => "Speaks for one workspace.".to_owned(),
        },
    }
}

#[component]
fn Actions(org: String, entry: model::views::PolicyEntry) -> impl IntoView {
    let here = format!("/o/{org}/policies/{}", entry.id);
    let over = (!entry.has_override).then(|| view! { <LinkButton href=format!("{here}/override")>"Override"</LinkButton> });
    if entry.tier == TierOfPolicy::System {
        return over.into_any();
    }
    view! {
        <LinkButton href=format!("{here}/delete") kind=ButtonKind::DangerQuiet>"Delete"</LinkButton>
        {over}
        <Switch org id=entry.id name=entry.name enabled=!entry.enabled back="policy"/>
        <LinkButton href=format!("{here}/edit") kind=ButtonKind::Primary icon=icondata_lu::LuPencil>"Edit policy"</LinkButton>
    }
    .into_any()
}

/// A change that is not in force yet.
#[component]
fn Waiting(href: String) -> impl IntoView {
    view! { <Notice tone=Tone::Warn title="A change of this policy waits.">"What you see is in force. "<a href=href>"Open the change"</a></Notice> }
}

/// What stands above the policy, and the way to lift it.
#[component]
fn InForce(org: String, id: String, change: OverrideLine, own: model::Action, may_write: bool) -> impl IntoView {
    let lift = ServerAction::<LiftOverride>::new();
    let problems = Problems::of(lift);
    let pending = lift.pending();
    let ends = change.expires_at.map_or_else(|| "until it is lifted".into_any(), |at| view! { "until "<Time at/> }.into_any());
    let form = may_write.then(|| {
        view! {
            <ActionForm action=lift>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=id/>
                <Button size=ButtonSize::Small pending>"Lift override"</Button>
            </ActionForm>
        }
    });
    view! {
        <section class="card" aria-labelledby="override">
            <header><h2 id="override">"Override in force"</h2><span class="push">{form}</span></header>
            <div class="card-body stack-2 small">
                <FormProblems problems/>
                <p class="row"><ActionMark action=change.action/><span class="muted">"instead of"</span><ActionMark action=own/><span class="muted">{ends}</span></p>
                <p>{change.reason}</p>
                <p class="muted">"By "{change.by}", "<Time at=change.at/></p>
            </div>
        </section>
    }
}

/// What it looks for, in its own words.
#[component]
fn Definition(policy: PolicyDetail) -> impl IntoView {
    let draft = policy.draft;
    let body = match policy.entry.kind {
        KindOfPolicy::Detector => {
            let kinds = policy.detects.iter().map(|kind| view! { <li>{kind_in_words(kind)}</li> }).collect_view();
            view! { <p>"What the detector finds of these kinds, wherever it stands in the call:"</p><ul class="bullets">{kinds}</ul> }
                .into_any()
        }
        KindOfPolicy::Pattern => {
            view! { <CodeBlock code=draft.pattern label="the pattern" title="Regular expression" copy=true wrap=true/> }.into_any()
        }
        KindOfPolicy::Conditions => view! { <Conditions draft/> }.into_any(),
        KindOfPolicy::Rego => {
            let tests =
                (!draft.tests.trim().is_empty()).then(|| view! { <CodeBlock code=draft.tests label="the tests" title="Tests" copy=true/> });
            view! { <CodeBlock code=draft.source label="the module" title="Module" copy=true/>{tests} }.into_any()
        }
    };
    view! { <Card title="What it looks for" id="looks"><div class="stack small">{body}</div></Card> }
}

#[component]
fn Conditions(draft: PolicyDraft) -> impl IntoView {
    let rows = draft.conditions.into_iter().map(|row| {
        view! { <li><code>{row.field}</code>" "{row.operator.replace('_', " ")}" "<code>{row.value}</code></li> }
    });
    let reason = (!draft.reason.is_empty()).then(|| view! { <p class="muted">"Then it says: "{draft.reason}</p> });
    view! { <p>"A call for which all of these hold:"</p><ol class="bullets">{rows.collect_view()}</ol>{reason} }
}

/// By the way that a call came, with the level that decided.
#[component]
fn AsksFor(asks: Asks) -> impl IntoView {
    let row = |way: &'static str, ask: Ask| {
        let decided = decided_in_words(&ask.decided_by).unwrap_or_else(|| "as the policy says".to_owned());
        view! { <tr><th scope="row">{way}</th><td><ActionMark action=ask.action/></td><td class="muted">{decided}</td></tr> }.into_any()
    };
    let rows = vec![
        row("Decisions and proxied requests", asks.general),
        row("Gateway pre-checks", asks.gateway),
        row("Tool checks (MCP)", asks.mcp),
    ];
    view! {
        <Card title="What it asks for now" id="asks" flush=true>
            <table class="table" aria-labelledby="asks">
                <thead><tr><th scope="col">"Calls"</th><th scope="col">"Asks to"</th><th scope="col">"Decided"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Card>
    }
}

#[component]
fn Facts(org: String, policy: PolicyDetail) -> impl IntoView {
    let entry = policy.entry;
    let hits = format!("/o/{org}/decisions?policy={}", utf8_percent_encode(&entry.id, NON_ALPHANUMERIC));
    let versions = format!("/o/{org}/policies/{}/versions", entry.id);
    let impact = format!("/o/{org}/policies/{}/impact", entry.id);
    // Whether it is on already or not, a shipped policy has no form that could change.
    let replay = (entry.tier != TierOfPolicy::System && !entry.enabled).then(|| {
        let href = format!("/o/{org}/policies/replay?policy={}", entry.id);
        view! { <dt>"If it were on"</dt><dd><a href=href>"Replay past decisions"</a></dd> }
    });
    let workspace = policy.workspace.map(|name| view! { <dt>"Workspace"</dt><dd>{name}</dd> });
    let changed = entry.updated_at.map(|at| view! { <dt>"Changed"</dt><dd><Time at/></dd> });
    let created = policy.created_at.map(|at| view! { <dt>"Written"</dt><dd><Time at/>" by "{policy.created_by}</dd> });
    let tags = (!policy.tags.is_empty()).then(|| view! { <dt>"Labels"</dt><dd>{policy.tags.join(", ")}</dd> });
    view! {
        <Card title="Facts" id="facts">
            <dl class="kv">
                <dt>"State"</dt><dd><State enabled=entry.enabled has_override=entry.has_override/></dd>
                <dt>"Severity"</dt><dd><SeverityMark severity=entry.severity/></dd>
                <dt>"Layer"</dt><dd>{tier_word(entry.tier)}</dd>
                {workspace}
                <dt>"Kind"</dt><dd>{kind_word(entry.kind)}</dd>
                <dt>"About"</dt><dd>{category_in_words(&entry.category)}</dd>
                <dt>"Speaks on"</dt><dd>{surfaces_in_words(&entry.surfaces)}</dd>
                <dt>"Version"</dt><dd>{entry.version}" · "<a href=versions>"all versions"</a></dd>
                {changed}
                {created}
                {tags}
                <dt>"Id"</dt><dd><IdText value=entry.id label="the policy id" chars=24/></dd>
                <dt>"Decisions"</dt><dd><a href=hits>"Where it matched"</a></dd>
                <dt>"Calls"</dt><dd><a href=impact>"What it says to them"</a></dd>
                {replay}
            </dl>
        </Card>
    }
}
