use leptos::prelude::*;
use model::{
    ApprovalId, Severity,
    views::{ApprovalLine, QueueView},
};

use super::{
    Open,
    live::NewArrivals,
    outcome::Outcome,
    query::{QueueQuery, Tab},
    shortcuts::Shortcuts,
};
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
    let tab = |tab: Tab, label: &str| TabLink::new(format!("{base}{}", query.with_tab(tab).search()), label).current(query.tab == tab);
    let tabs = vec![tab(Tab::Waiting, "Waiting").count(queue.counts.pending), tab(Tab::History, "History").count(queue.counts.closed)];
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
                    <NewArrivals org counts=queue.counts ask_again/>
                </div>
                <SeverityFilter base=base.clone() query/>
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
    let (previous, next) = pages(&base, query, queue.total);
    let rows = queue.items.into_iter().map(|line| view! { <Row base=base.clone() line query open=current/> }).collect_view();
    view! {
        <ol>{rows}</ol>
        <div class="inbox-end">
            <p>{count_in_words(queue.total, query.tab)}</p>
            <Pager label="Pages of the queue" previous next/>
            <Shortcuts may_decide=may_decide && query.tab == Tab::Waiting/>
        </div>
    }
    .into_any()
}

#[component]
fn Row(base: String, line: ApprovalLine, query: QueueQuery, open: Signal<Option<ApprovalId>>) -> impl IntoView {
    let id = line.id;
    let href = format!("{base}/{id}{}", query.search());
    let end = match query.tab {
        Tab::Waiting => view! { <Due seconds_left=line.seconds_left left=true/> }.into_any(),
        Tab::History => view! { <Outcome status=line.status/> }.into_any(),
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

#[component]
fn Nothing(query: QueueQuery, base: String) -> impl IntoView {
    let all = format!("{base}{}", query.with_severity(None).search());
    let history = format!("{base}{}", query.with_tab(Tab::History).search());
    match (query.severity, query.tab) {
        (Some(severity), _) => view! {
            <EmptyState title="No call matches" icon=icondata_lu::LuListFilter actions=move || view! { <a href=all.clone()>"Show every severity"</a> }.into_any()>
                {format!("None has the severity {}.", severity_word(severity).to_lowercase())}
            </EmptyState>
        }
        .into_any(),
        (None, Tab::Waiting) => view! {
            <EmptyState title="Nothing waits for you" icon=icondata_lu::LuInbox actions=move || view! { <a href=history.clone()>"See what was decided"</a> }.into_any()>
                "Calls that a policy holds for a person show up here."
            </EmptyState>
        }
        .into_any(),
        (None, Tab::History) => view! {
            <EmptyState title="Nothing was decided yet" icon=icondata_lu::LuHistory>"Approved, rejected and expired calls stay here."</EmptyState>
        }
        .into_any(),
    }
}

fn pages(base: &str, query: QueueQuery, total: u64) -> (Option<String>, Option<String>) {
    let size = u64::try_from(query.page_request().size.get()).unwrap_or(1);
    let to = |page: u32| format!("{base}{}", query.with_page(page).search());
    let previous = (query.page > 1).then(|| to(query.page - 1));
    let next = (u64::from(query.page).saturating_mul(size) < total).then(|| to(query.page.saturating_add(1)));
    (previous, next)
}

fn count_in_words(total: u64, tab: Tab) -> String {
    match (total, tab) {
        (1, Tab::Waiting) => "1 call waits.".to_owned(),
        (many, Tab::Waiting) => format!("{} calls wait, the one due first on top.", grouped(many)),
        (1, Tab::History) => "1 call was closed.".to_owned(),
        (many, Tab::History) => format!("{} calls were closed, newest first.", grouped(many)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_last_page_has_no_next_one() {
        let check = |page, total, expected: (Option<&str>, Option<&str>)| {
            let query = QueueQuery::parse("", "", page);
            let (previous, next) = pages("/q", query, total);
            assert_eq!((previous.as_deref(), next.as_deref()), expected, "page {page} of {total}");
        };

        check(1, 50, (None, None));
        check(1, 51, (None, Some("/q?page=2")));
        check(2, 100, (Some("/q"), None));
        check(2, 101, (Some("/q"), Some("/q?page=3")));
    }
}
