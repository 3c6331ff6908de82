use leptos::prelude::*;
use model::views::ApprovalLine;

use crate::components::{Count, Due, EmptyState, SeverityMark};

/// The most urgent held calls, with the way to the queue.
#[component]
pub(crate) fn WaitingCard(org: String, lines: Vec<ApprovalLine>, total: u64) -> impl IntoView {
    let queue = format!("/o/{org}/approvals");
    let body = if lines.is_empty() {
        view! { <EmptyState title="Nothing waits for you" icon=icondata_lu::LuInbox>"Calls that a policy holds for a person show up here."</EmptyState> }.into_any()
    } else {
        let rows = lines.into_iter().map(|line| row(&org, line)).collect_view();
        view! { <ul class="list">{rows}</ul> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="waiting">
            <header>
                <h2 id="waiting">"Approvals waiting"</h2>
                <Count n=total/>
                <span class="push"><a href=queue>"Open the queue"</a></span>
            </header>
            {body}
        </section>
    }
}

fn row(org: &str, line: ApprovalLine) -> impl IntoView + use<> {
    let href = format!("/o/{org}/approvals/{}", line.id);
    view! {
        <li>
            <SeverityMark severity=line.severity/>
            <span class="grow">
                <a class="row-link" href=href>{line.title}</a>
                <br/>
                <small>{line.key_name}{line.end_user.map(|name| format!(" for {name}"))}", "{line.policy_name}</small>
            </span>
            <Due seconds_left=line.seconds_left left=true/>
        </li>
    }
}
