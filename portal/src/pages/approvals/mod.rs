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
    components::{ErrorView, Loading, Notice, Tone},
    contexts::{use_id, use_org, use_viewer},
    server_fns::{
        approvals::{DecideApproval, list_approvals, read_approval, read_first},
        typed::take,
    },
};
use detail::Detail;
use inbox::Inbox;
pub(crate) use listen::{Connection, listen};
pub(crate) use query::QueueQuery;

/// `/o/:org/approvals`.
#[component]
pub(crate) fn QueuePage() -> impl IntoView {
    let org = use_org();
    let query = use_queue_query();
    let decide = ServerAction::<DecideApproval>::new();
    let typed = StoredValue::new(take("reason"));
    let settled = settled(decide);
    let asked = RwSignal::new(0_usize);
    let first = Resource::new(move || (org.get(), query.get(), settled.get(), asked.get()), |(org, query, ..)| read_first(org, query));
    view! {
        <Title text="Approvals"/>
        <div class="split">
            <QueueList decide open=Open::First asked/>
            <Transition fallback=|| view! { <div class="inbox-detail"><Loading label="Loading the call"/></div> }>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(Some(approval)) => view! { <Detail org=org.get_untracked() approval decide beside_list=true typed=typed.get_value()/> }.into_any(),
                        // The list says why there is none.
                        Ok(None) | Err(_) => view! { <section class="inbox-none" aria-label="Call in view"></section> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// Which call is in view beside the list.
#[derive(Debug, Clone, Copy)]
enum Open {
    /// The first of the list: the address names none. A small screen shows the list alone.
    First,
    /// The one that the address names.
    Named(Signal<Option<ApprovalId>>),
}

/// What the address says about the queue.
fn use_queue_query() -> Memo<QueueQuery> {
    let words = use_query_map();
    Memo::new(move |_| {
        let words = words.read();
        let word = |name| words.get_str(name).unwrap_or_default();
        QueueQuery::parse(word("tab"), word("severity"), word("sort"), word("after"))
    })
}

/// `/o/:org/approvals/:id`.
#[component]
pub(crate) fn ApprovalPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<model::Approval>("id");
    let decide = ServerAction::<DecideApproval>::new();
    let typed = StoredValue::new(take("reason"));
    let settled = settled(decide);
    let approval = Resource::new(move || (org.get(), id.get(), settled.get()), |(org, id, _)| read(org, id));
    view! {
        <div class="split" data-open="true">
            <QueueList decide open=Open::Named(id) asked=RwSignal::new(0)/>
            <Transition fallback=|| view! { <div class="inbox-detail"><Loading label="Loading the call"/></div> }>
                {move || Suspend::new(async move {
                    match approval.await {
                        Ok(approval) => view! { <Detail org=org.get_untracked() approval decide beside_list=false typed=typed.get_value()/> }.into_any(),
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

/// The badge of the navigation counts what waits, so it is read again after an answer.
fn count_again(settled: Memo<usize>, viewer: Resource<Result<model::views::Viewer, PortalError>>) {
    Effect::new(move |seen: Option<usize>| {
        let now = settled.get();
        if seen.is_some_and(|seen| seen != now) {
            viewer.refetch();
        }
        now
    });
}

/// The left column: it reads itself again after a decision and when the reader asks for what is new, never by itself.
#[component]
fn QueueList(decide: ServerAction<DecideApproval>, open: Open, asked: RwSignal<usize>) -> impl IntoView {
    let org = use_org();
    let query = use_queue_query();
    let ask_again = asked.write_only();
    let settled = settled(decide);
    let queue = Resource::new(move || (org.get(), query.get(), settled.get(), asked.get()), |(org, query, ..)| list_approvals(org, query));
    let viewer = use_viewer();
    count_again(settled, viewer);
    view! {
        <Transition fallback=|| view! { <section class="inbox"><Loading label="Loading the queue"/></section> }>
            {move || Suspend::new(async move {
                let may_decide = viewer.await.is_ok_and(|viewer| viewer.may(Permission::HoldsDecide));
                match queue.await {
                    Ok(queue) => view! { <Inbox org=org.get_untracked() queue query=query.get_untracked() open may_decide ask_again/> }.into_any(),
                    // Beside a call that can be read, the lost list is a side matter.
                    Err(error) if matches!(open, Open::Named(_)) => {
                        view! { <section class="inbox inbox-lost-list"><Notice tone=Tone::Bad title="The queue cannot be shown.">{error.to_string()}</Notice></section> }.into_any()
                    }
                    Err(error) => view! { <section class="inbox inbox-broken"><ErrorView error/></section> }.into_any(),
                }
            })}
        </Transition>
    }
}
