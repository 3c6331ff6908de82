use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    ReleaseChange, ReleaseId,
    views::{ReleaseDetail, ReleaseLine, TestRun, Viewer},
};

use super::{
    super::try_on::TryOn,
    act::Acts,
    simulate::{SimulateForm, Simulated},
    words::{Standing, change_word},
};
use crate::{
    PortalError,
    components::{Card, Crumb, DiffView, ErrorView, Icon, Loading, Notice, PageHead, StatusWord, Time, Tone},
    contexts::{respond_with, use_id, use_org, use_viewer},
    posted::{Sent, sent},
    server_fns::releases::{OpenRelease, SimulateRelease, read_release, simulate_release},
};

/// `/o/:org/policies/releases/:id`.
#[component]
pub(crate) fn ReleasePage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<model::Release>("id");
    let viewer = use_viewer();
    let posted = StoredValue::new(sent::<TryOn>());
    let simulate = ServerAction::<SimulateRelease>::new();
    // A step leads back to this page with a word of what was done, and what is shown then is another state.
    let query = use_query_map();
    let done = Memo::new(move |_| query.with(|query| query.get("done")));
    let release = Resource::new(
        move || (org.get(), id.get(), simulate.version().get(), done.get()),
        move |(org, id, ..)| open(org, id, posted.get_value()),
    );
    view! {
        <Transition fallback=|| view! { <div class="page"><Loading label="Loading the change"/></div> }>
            {move || Suspend::new(async move {
                match (viewer.await, release.await) {
                    (Ok(viewer), Ok((release, first))) => {
                        let typed = match posted.get_value() {
                            Some(Sent::Form(typed)) => typed,
                            Some(Sent::TooLong) | None => TryOn::default(),
                        };
                        view! { <Page org=org.get_untracked() viewer release first typed simulate/> }.into_any()
                    }
                    (Err(error), _) | (_, Err(error)) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

type Opened = (OpenRelease, Simulated);

/// The release; and what it would do to the calls of the form that was posted, if one was.
async fn open(org: String, id: Option<ReleaseId>, posted: Option<Sent<TryOn>>) -> Result<Opened, PortalError> {
    let id = id.ok_or(PortalError::NotFound)?;
    let simulated = match posted {
        Some(Sent::Form(form)) => Some(simulate_release(org.clone(), id, form).await),
        Some(Sent::TooLong) => Some(Err(PortalError::field_problem("lines", "The calls are larger than 1 MiB."))),
        None => None,
    };
    Ok((read_release(org, id).await?, simulated))
}

#[component]
fn Page(
    org: String,
    viewer: Viewer,
    release: OpenRelease,
    first: Simulated,
    typed: TryOn,
    simulate: ServerAction<SimulateRelease>,
) -> impl IntoView {
    if let Some(Err(error)) = &first {
        respond_with(error.status());
    }
    let OpenRelease { detail, tests } = release;
    let lead = lead(&detail);
    let diff = detail.diff.clone();
    let line = detail.line.clone();
    let base = format!("/o/{org}/policies");
    let crumbs = vec![Crumb::new(base.clone(), "Policies"), Crumb::new(format!("{base}/releases"), "Releases")];
    let is_open = line.state.is_open();
    let title = format!("{}: {}", change_word(line.change), line.policy_name);
    let forms = is_open.then(|| view! { <SimulateForm org=org.clone() id=line.id first typed simulate/> });
    view! {
        <div class="page">
            <PageHead title lead crumbs/>
            <p class="row small"><Standing line=line.clone()/></p>
            <div class="columns columns-main">
                <div class="stack-6">
                    <Card title="What changes" id="diff"><DiffView diff/></Card>
                    {tests.map(|tests| view! { <Tests tests/> })}
                    {forms}
                </div>
                <div class="stack-6">
                    <Acts org=org.clone() viewer detail/>
                    <Facts org line/>
                </div>
            </div>
        </div>
    }
}

fn lead(detail: &ReleaseDetail) -> String {
    if detail.line.change == ReleaseChange::Create && detail.line.version.is_none() {
        return "No version of it is in force yet.".to_owned();
    }
    match (detail.live_version, detail.line.version) {
        (_, Some(version)) => format!("It became version {version}."),
        (Some(live), None) => format!("Compared with version {live}, which is in force."),
        (None, None) => "Compared with nothing: no version is in force.".to_owned(),
    }
}

/// What its tests say now.
#[component]
fn Tests(tests: TestRun) -> impl IntoView {
    let all = tests.passed + tests.failed.len();
    let coverage = tests.coverage_percent.map(|percent| format!(", {percent} % of lines")).unwrap_or_default();
    let (tone, words) = match (all, tests.is_green) {
        (0, true) => (Tone::Neutral, "None needed".to_owned()),
        (0, false) => (Tone::Warn, "No tests".to_owned()),
        (all, _) => (if tests.is_green { Tone::Ok } else { Tone::Bad }, format!("{} of {all} pass{coverage}", tests.passed)),
    };
    let failed = tests.failed.into_iter().map(|failure| {
        view! { <li data-result="fail"><Icon icon=icondata_lu::LuCircleX/><span class="wrap-anywhere">{failure.name}</span><span class="took">"fails"</span><small>{failure.problem}</small></li> }
    });
    let problem = tests.problem.map(|problem| view! { <p class="card-body small">{problem}</p> });
    view! {
        <section class="card" aria-labelledby="tests">
            <header><h2 id="tests">"Tests"</h2><span class="push"><StatusWord tone>{words}</StatusWord></span></header>
            {problem}
            <ol class="trace">{failed.collect_view()}</ol>
        </section>
    }
}

#[component]
fn Facts(org: String, line: ReleaseLine) -> impl IntoView {
    let policy = format!("/o/{org}/policies/{}", line.policy_id);
    let requested = line.requested_at.map(|at| view! { <dt>"Handed in"</dt><dd><Time at/>" by "{line.requested_by.clone()}</dd> });
    let simulated = line.simulated_at.map(|at| view! { <dt>"Simulated"</dt><dd><Time at/>" on "{line.simulated_inputs}" calls"</dd> });
    let closed = line.closed_at.map(|at| view! { <dt>"Closed"</dt><dd><Time at/>" by "{line.closed_by.clone()}</dd> });
    let reviewed = line.reviewed_at.map(|at| view! { <dt>"Reviewed"</dt><dd><Time at/>" by "{line.reviewed_by.clone()}</dd> });
    let reason = line.reason.map(|reason| view! { <dt>"Reason"</dt><dd>{reason}</dd> });
    let critical = line
        .critical
        .then(|| view! { <Notice tone=Tone::Warn>"This policy is critical: it comes into force with green tests only."</Notice> });
    view! {
        <Card title="Facts" id="facts">
            <div class="stack">
                {critical}
                <dl class="kv">
                    <dt>"Policy"</dt><dd><a href=policy>{line.policy_name}</a></dd>
                    <dt>"Written"</dt><dd><Time at=line.drafted_at/>" by "{line.drafted_by}</dd>
                    <dt>"Last change"</dt><dd><Time at=line.changed_at/>" by "{line.changed_by}</dd>
                    {simulated}{requested}{closed}{reviewed}{reason}
                </dl>
            </div>
        </Card>
    }
}
