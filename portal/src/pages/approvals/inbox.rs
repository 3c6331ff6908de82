use leptos::prelude::*;
use model::{
    ApprovalId, Severity,
    views::{ApprovalLine, QueueHalf, QueueOrder, QueueView},
};

use super::{Open, live::NewArrivals, outcome::Outcome, query::QueueQuery, shortcuts::Shortcuts};
use crate::components::{Due, EmptyState, Icon, Pager, Segmented, SeverityMark, TabLink, grouped, severity_word};

/// The list of held calls with its tabs, filter and pages.
#[component]
pub(super) fn Inbox(
    org: String,
    queue: QueueView,
    query: QueueQuery,
    open: Open,
    may_decide: bool,
    ask_again: WriteSignal<usize>,
) -> impl IntoView {
    let base = format!("/o/{org}/approvals");
    let tab = |half, label: &str| TabLink::new(format!("{base}{}", query.with_half(half).search()), label).current(query.half == half);
    let tabs = vec![tab(QueueHalf::Waiting, "Waiting").count(queue.counts.pending), tab(QueueHalf::History, "History")];
    let (current, is_page) = match open {
        Open::First => (Signal::stored(queue.items.first().map(|line| line.id)), true),
        Open::Named(id) => (id, false),
    };
    let title =
        if is_page { view! { <h1 id="queue">"Approvals"</h1> }.into_any() } else { view! { <h2 id="queue">"Approvals"</h2> }.into_any() };
    view! {
        <section class="inbox" aria-labelledby="queue">
            <header>
                {title}
                <div class="row">
                    <Segmented label="Which calls" items=tabs/>
                    // Beside the tabs, so that its coming moves no row.
                    <NewArrivals org counts=queue.counts read_at=queue.read_at ask_again/>
                </div>
                <SeverityFilter base=base.clone() query/>
                {(query.half == QueueHalf::Waiting).then(|| view! { <Order base=base.clone() query/> })}
            </header>
            <Rows base queue query current may_decide/>
        </section>
    }
}

/// The calls of this page, and below them how many there are and how to get around.
#[component]
fn Rows(base: String, queue: QueueView, query: QueueQuery, current: Signal<Option<ApprovalId>>, may_decide: bool) -> impl IntoView {
    if queue.items.is_empty() {
        return view! { <Nothing query base/> }.into_any();
    }
    let to = |after| format!("{base}{}", query.with_after(after).search());
    let next = queue.next_after.map(|last| to(Some(last)));
    let first = query.after.is_some().then(|| to(None));
    let words = count_in_words(queue.total, query);
    let rows = queue.items.into_iter().map(|line| view! { <Row base=base.clone() line query open=current/> }).collect_view();
    view! {
        <ol>{rows}</ol>
        <div class="inbox-end">
            <p>{words}</p>
            {first.map(|href| view! { <a href=href>"Back to the first"</a> })}
            <Pager label="Pages of the queue" previous=None next/>
            <Shortcuts may_decide=may_decide && query.half == QueueHalf::Waiting/>
        </div>
    }
    .into_any()
}

#[component]
fn Row(base: String, line: ApprovalLine, query: QueueQuery, open: Signal<Option<ApprovalId>>) -> impl IntoView {
    let id = line.id;
    let href = format!("{base}/{id}{}", query.search());
    let end = match query.half {
        QueueHalf::Waiting => view! { <Due seconds_left=line.seconds_left left=true/> }.into_any(),
        QueueHalf::History => view! { <Outcome status=line.status/> }.into_any(),
    };
    view! {
        <li class="inbox-item">
            <span class="meta inbox-item-head"><SeverityMark severity=line.severity/>{end}</span>
            <a href=href aria-current=move || (open.get() == Some(id)).then_some("true")>{line.title}</a>
            <span class="meta">
                <span><Icon icon=icondata_lu::LuBot/>" "{line.key_name}{line.end_user.map(|name| format!(" for {name}"))}</span>
                <span>{line.policy_name}</span>
            </span>
        </li>
    }
}

/// Links, one per severity, so that the address holds the filter.
#[component]
fn SeverityFilter(base: String, query: QueueQuery) -> impl IntoView {
    let link = |severity: Option<Severity>, word: &'static str| {
        let href = format!("{base}{}", query.with_severity(severity).search());
        let current = query.severity == severity;
        view! { <a class="filter" href=href data-on=current.then_some("true") aria-current=current.then_some("true")>{word}</a> }
    };
    let links = Severity::ALL.iter().map(|&severity| link(Some(severity), severity_word(severity))).collect_view();
    view! { <nav class="filters" aria-label="Severity">{link(None, "All")}{links}</nav> }
}

/// The orders of what waits, as links too.
#[component]
fn Order(base: String, query: QueueQuery) -> impl IntoView {
    let link = |order: QueueOrder, word: &'static str| {
        let href = format!("{base}{}", query.with_order(order).search());
        let current = query.order == order;
        view! { <a class="filter" href=href data-on=current.then_some("true") aria-current=current.then_some("true")>{word}</a> }
    };
    view! { <nav class="filters" aria-label="Order">{link(QueueOrder::Due, "Due first")}{link(QueueOrder::Severity, "Worst first")}</nav> }
}

#[component]
fn Nothing(query: QueueQuery, base: String) -> impl IntoView {
    let all = format!("{base}{}", query.with_severity(None).search());
    let first = format!("{base}{}", query.with_after(None).search());
    let history = format!("{base}{}", query.with_half(QueueHalf::History).search());
    match (query.severity, query.half) {
        _ if query.after.is_some() => view! {
            <EmptyState title="Nothing comes after" icon=icondata_lu::LuInbox actions=move || view! { <a href=first.clone()>"Back to the first"</a> }.into_any()>
                "What was listed here was decided meanwhile."
            </EmptyState>
        }
        .into_any(),
        (Some(severity), _) => view! {
            <EmptyState title="No call matches" icon=icondata_lu::LuListFilter actions=move || view! { <a href=all.clone()>"Show every severity"</a> }.into_any()>
                {format!("None has the severity {}.", severity_word(severity).to_lowercase())}
            </EmptyState>
        }
        .into_any(),
        (None, QueueHalf::Waiting) => view! {
            <EmptyState title="Nothing waits for you" icon=icondata_lu::LuInbox actions=move || view! { <a href=history.clone()>"See what was decided"</a> }.into_any()>
                "Calls that a policy holds for a person show up here."
            </EmptyState>
        }
        .into_any(),
        (None, QueueHalf::History) => view! {
            <EmptyState title="Nothing was decided yet" icon=icondata_lu::LuHistory>"Approved, rejected and expired calls stay here."</EmptyState>
        }
        .into_any(),
    }
}

fn count_in_words(total: Option<u64>, query: QueueQuery) -> String {
    let order = match query.order {
        QueueOrder::Due => "the one due first on top",
        QueueOrder::Severity => "the worst one on top",
    };
    match total {
        Some(1) => "1 call waits.".to_owned(),
        Some(many) => format!("{} calls wait, {order}.", grouped(many)),
        None => "Closed calls, newest first.".to_owned(),
    }
}
