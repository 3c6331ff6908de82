//! The first page: what happened today, what waits, what is left to set up.

mod first_call;
mod steps;
mod strips;
mod waiting;

use leptos::prelude::*;
use model::{
    Permission,
    views::{HomeView, VerdictSeries},
};

use crate::{
    components::{ButtonKind, Card, ErrorView, LinkButton, Loading, PageHead, Time, grouped},
    contexts::{use_org, use_viewer},
    server_fns::home::read_home,
};
use first_call::FirstCallCard;
use steps::SetupSteps;
use strips::VerdictStrips;
use waiting::WaitingCard;

/// `/o/:org/home`.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let org = use_org();
    let home = Resource::new(move || org.get(), read_home);
    let viewer = use_viewer();
    view! {
        <Suspense fallback=|| view! { <div class="page"><Loading label="Loading home"/></div> }>
            {move || Suspend::new(async move {
                match (viewer.await, home.await) {
                    (Ok(viewer), Ok(home)) => {
                        let may_create = viewer.may(Permission::KeysWrite);
                        view! { <div class="page"><HomeBody org=org.get_untracked() name=viewer.org_name home may_create/></div> }.into_any()
                    }
                    (Err(error), _) | (_, Err(error)) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn HomeBody(org: String, name: String, home: HomeView, may_create: bool) -> impl IntoView {
    let has_calls = home.first_call.last_call_at.is_some();
    let chart = view! { <ChartCard org=org.clone() series=home.series.clone() from=home.series_from/> }.into_any();
    let first_call = view! { <FirstCallCard org=org.clone() call=home.first_call.clone()/> }.into_any();
    // Who has not called yet needs the snippet; who has needs the numbers.
    let (upper, lower) = if has_calls { (chart, first_call) } else { (first_call, chart) };
    view! {
        <HomeHead org=org.clone() name decisions_today=home.decisions_today may_create/>
        <SetupSteps steps=home.steps.clone()/>
        <div class="columns columns-main">
            <div class="stack-6">
                {upper}
                <WaitingCard org=org.clone() lines=home.waiting.clone() total=home.waiting_total/>
                {lower}
            </div>
            <LedgerCard org home/>
        </div>
    }
}

#[component]
fn ChartCard(org: String, series: Vec<VerdictSeries>, from: time::OffsetDateTime) -> impl IntoView {
    let decisions = format!("/o/{org}/decisions");
    let footer = move || view! { <a href=decisions.clone()>"Open all decisions"</a> };
    view! {
        <Card title="Decisions by verdict" id="by-verdict" aside=|| view! { <span class="muted">"last 24 hours, UTC"</span> } footer flush=true>
            <VerdictStrips org series from/>
        </Card>
    }
}

#[component]
fn HomeHead(org: String, name: String, decisions_today: u64, may_create: bool) -> impl IntoView {
    let lead = match decisions_today {
        0 => "No call was governed today yet.".to_owned(),
        1 => "1 call governed today.".to_owned(),
        many => format!("{} calls governed today.", grouped(many)),
    };
    let create = move || {
        let href = format!("/o/{org}/keys/new");
        may_create.then(|| view! { <LinkButton href kind=ButtonKind::Primary icon=icondata_lu::LuPlus>"Create API key"</LinkButton> })
    };
    view! { <PageHead title=name lead actions=create/> }
}

/// Whether what happened is also proved to have happened.
#[component]
fn LedgerCard(org: String, home: HomeView) -> impl IntoView {
    let evidence = format!("/o/{org}/evidence");
    let covered = home.checkpoint_size.map_or_else(
        || "No checkpoint is signed yet. The first one follows within a minute of the first call.".to_owned(),
        |size| match home.ledger_size.saturating_sub(size) {
            0 => "Every record is covered by the newest signed checkpoint.".to_owned(),
            1 => "1 record waits for the next signed checkpoint.".to_owned(),
            open => format!("{} records wait for the next signed checkpoint.", grouped(open)),
        },
    );
    let last_call = home
        .first_call
        .last_call_at
        .map_or_else(|| view! { <span class="none">"none yet"</span> }.into_any(), |at| view! { <Time at/> }.into_any());
    let checkpoint = home.checkpoint_size.map_or_else(|| "none yet".to_owned(), |size| format!("at {}", grouped(size)));
    let footer = move || view! { <a href=evidence.clone()>"Open evidence"</a> }.into_any();
    view! {
        <Card title="Ledger" id="ledger" footer>
            <div class="stack-2">
                <dl class="kv">
                    <dt>"Records"</dt><dd class="num">{grouped(home.ledger_size)}</dd>
                    <dt>"Checkpoint"</dt><dd class="num">{checkpoint}</dd>
                    <dt>"Last call"</dt><dd>{last_call}</dd>
                </dl>
                <p class="small muted">{covered}</p>
            </div>
        </Card>
    }
}
