//! The queue of held calls: the list on the left, the call in view on the right, each at its own address.

pub(crate) mod ask;
mod decide;
mod detail;
mod inbox;
mod listen;
mod live;
mod outcome;
mod query;
mod shortcuts;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::{ApprovalId, Permission};

use crate::{
    PortalError,
    components::{EmptyState, ErrorView, Loading, Notice, Tone},
    contexts::{use_id, use_org, use_viewer},
    server_fns::approvals::{DecideApproval, list_approvals, read_approval},
};
use detail::Detail;
use inbox::Inbox;
pub(crate) use listen::{Connection, listen};
pub(crate) use query::QueueQuery;

/// `/o/:org/approvals`.
#[component]
pub(crate) fn QueuePage() -> impl IntoView {
    let decide = ServerAction::<DecideApproval>::new();
    view! {
        <Title text="Approvals"/>
        <div class="split">
            <QueueList decide open=Signal::stored(None)/>
            <section class="inbox-none" aria-label="Call in view">
                <EmptyState title="No call is open" icon=icondata_lu::LuInbox>"Choose one from the list to see what would run and why it stopped."</EmptyState>
            </section>
        </div>
    }
}

/// `/o/:org/approvals/:id`.
#[component]
pub(crate) fn ApprovalPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<model::Approval>("id");
    let decide = ServerAction::<DecideApproval>::new();
    let settled = settled(decide);
    let approval = Resource::new(move || (org.get(), id.get(), settled.get()), |(org, id, _)| read(org, id));
    view! {
        <div class="split" data-open="true">
            <QueueList decide open=id/>
            <Transition fallback=|| view! { <div class="inbox-detail"><Loading label="Loading the call"/></div> }>
                {move || Suspend::new(async move {
                    match approval.await {
                        Ok(approval) => view! { <Detail org=org.get_untracked() approval decide/> }.into_any(),
                        Err(error) => view! { <section class="inbox-detail"><ErrorView error/></section> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

async fn read(org: String, id: Option<ApprovalId>) -> Result<model::views::ApprovalDetail, PortalError> {
    match id {
        Some(id) => read_approval(org, id).await,
        None => Err(PortalError::NotFound),
    }
}

/// Counts the answers after which the lists are out of date. A refused form is not one: reading again would drop what was typed.
fn settled(decide: ServerAction<DecideApproval>) -> Memo<usize> {
    Memo::new(move |last: Option<&usize>| match decide.value().get() {
        Some(Ok(()) | Err(PortalError::Conflict(_))) => decide.version().get(),
        Some(Err(_)) | None => last.copied().unwrap_or(0),
    })
}

/// The left column: it reads itself again after a decision and when the reader asks for what is new, never by itself.
#[component]
fn QueueList(decide: ServerAction<DecideApproval>, #[prop(into)] open: Signal<Option<ApprovalId>>) -> impl IntoView {
    let org = use_org();
    let words = use_query_map();
    let query = Memo::new(move |_| {
        let words = words.read();
        let page = words.get_str("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        QueueQuery::parse(words.get_str("tab").unwrap_or_default(), words.get_str("severity").unwrap_or_default(), page)
    });
    let (asked, ask_again) = signal(0_usize);
    let settled = settled(decide);
    let queue = Resource::new(
        move || (org.get(), query.get(), settled.get(), asked.get()),
        |(org, query, ..)| {
            let severity = query.severity.map_or("", model::Severity::as_str).to_owned();
            list_approvals(org, query.tab.word().to_owned(), severity, query.page)
        },
    );
    let viewer = use_viewer();
    Effect::new(move |seen: Option<usize>| {
        // The badge of the navigation counts what waits.
        let now = settled.get();
        if seen.is_some_and(|seen| seen != now) {
            viewer.refetch();
        }
        now
    });
    view! {
        <Transition fallback=|| view! { <section class="inbox"><Loading label="Loading the queue"/></section> }>
            {move || Suspend::new(async move {
                let may_decide = viewer.await.is_ok_and(|viewer| viewer.may(Permission::HoldsDecide));
                match queue.await {
                    Ok(queue) => view! { <Inbox org=org.get_untracked() queue query=query.get_untracked() open may_decide ask_again/> }.into_any(),
                    // Beside a call that can be read, the lost list is a side matter.
                    Err(error) if open.get_untracked().is_some() => {
                        view! { <section class="inbox inbox-lost-list"><Notice tone=Tone::Bad title="The queue cannot be shown.">{error.to_string()}</Notice></section> }.into_any()
                    }
                    Err(error) => view! { <section class="inbox inbox-broken"><ErrorView error/></section> }.into_any(),
                }
            })}
        </Transition>
    }
}
