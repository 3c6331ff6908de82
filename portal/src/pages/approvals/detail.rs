use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::{
    ApprovalStatus,
    views::{ApprovalDetail, TimelineEntry},
};

use super::{
    ask::{WhatHappensNext, WhatWillRun, WhoAsks, WhyItStopped},
    decide::DecideBar,
    outcome::Outcome,
    query::QueueQuery,
};
use crate::{
    components::{Due, Icon, IdText, SeverityMark, Time, Timeline, TimelineItem, grouped},
    server_fns::approvals::DecideApproval,
};

/// Everything about one held call, and the two answers.
#[component]
pub(super) fn Detail(
    org: String,
    approval: ApprovalDetail,
    decide: ServerAction<DecideApproval>,
    beside_list: bool,
    typed: Option<String>,
) -> impl IntoView {
    // Beside the list, the list is the page.
    let page_title = (!beside_list).then(|| view! { <Title text=approval.line.title.clone()/> });
    let waits = approval.line.status == ApprovalStatus::Pending;
    view! {
        {page_title}
        <article class="inbox-detail" aria-labelledby="call-title">
            <DetailHead org=org.clone() approval=approval.clone() beside_list/>
            <div class="inbox-body">
                <div class="columns-inner">
                    <div class="stack-6">
                        <WhatWillRun approval=approval.clone()/>
                        <WhyItStopped org=org.clone() approval=approval.clone()/>
                        <WhoAsks org=org.clone() approval=approval.clone()/>
                        {waits.then(|| view! { <WhatHappensNext approval=approval.clone()/> })}
                    </div>
                    <div class="stack-6">
                        <Decided approval=approval.clone()/>
                        <History entries=approval.timeline.clone()/>
                    </div>
                </div>
            </div>
            <DecideBar org approval decide typed/>
        </article>
    }
}

#[component]
fn DetailHead(org: String, approval: ApprovalDetail, beside_list: bool) -> impl IntoView {
    let line = approval.line;
    let words = use_query_map();
    let queue = move || {
        let words = words.read();
        let word = |name| words.get_str(name).unwrap_or_default();
        let query = QueueQuery::parse(word("tab"), word("severity"), word("sort"), "");
        format!("/o/{org}/approvals{}", query.search())
    };
    let title = if beside_list {
        view! { <h2 id="call-title">{line.title}</h2> }.into_any()
    } else {
        view! { <h1 id="call-title">{line.title}</h1> }.into_any()
    };
    let due = (line.status == ApprovalStatus::Pending)
        .then(|| view! { <span class="push small">"Decide within "<Due seconds_left=line.seconds_left/></span> });
    view! {
        <header>
            <p class="only-small"><a class="btn btn-sm" href=queue><Icon icon=icondata_lu::LuArrowLeft/>"All approvals"</a></p>
            <div class="row"><SeverityMark severity=line.severity/><Outcome status=line.status/>{due}</div>
            {title}
            <p class="row small muted">
                <IdText value=line.id.to_string() label="the approval id"/>
                <span>"asked "<Time at=line.created_at/></span>
            </p>
        </header>
    }
}

#[component]
fn Decided(approval: ApprovalDetail) -> impl IntoView {
    let status = approval.line.status;
    let spent = approval.spent_at.map(|at| view! { <dt>"Ran"</dt><dd><Time at/></dd> });
    let unspent = (approval.spent_at.is_none())
        .then_some(approval.execute_by)
        .flatten()
        .map(|at| view! { <dt>"May run until"</dt><dd><Time at/></dd> });
    let by = approval.decided.map(|decided| {
        view! {
            <dt>"By"</dt><dd>{decided.name}</dd>
            <dt>"At"</dt><dd><Time at=decided.at/></dd>
            {decided.reason.map(|reason| view! { <dt>"Reason"</dt><dd>{reason}</dd> })}
        }
    });
    (status != ApprovalStatus::Pending).then(|| {
        view! {
            <section class="section" aria-labelledby="outcome">
                <h2 id="outcome">"Decision"</h2>
                <dl class="kv"><dt>"Outcome"</dt><dd><Outcome status/></dd>{by}{spent}{unspent}</dl>
            </section>
        }
    })
}

#[component]
fn History(entries: Vec<TimelineEntry>) -> impl IntoView {
    let items = entries.into_iter().map(entry).collect_view();
    view! {
        <section class="section" aria-labelledby="timeline">
            <h2 id="timeline">"Timeline"</h2>
            <Timeline>{items}</Timeline>
        </section>
    }
}

fn entry(entry: TimelineEntry) -> impl IntoView {
    view! {
        <TimelineItem icon=icondata_lu::LuCircleDot>
            <b class="strong">{entry.what}</b>" by "{entry.who}<br/>
            <small><Time at=entry.at/>", ledger "{grouped(entry.seq)}</small>
        </TimelineItem>
    }
}
