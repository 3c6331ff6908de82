use leptos::prelude::*;
use model::views::{DecisionLine, DecisionPage};

use super::query::DecisionQuery;
use crate::{
    components::{EmptyState, Pager, Table, Time, VerdictMark, grouped},
    pages::approvals::ask::plane_in_words,
};

/// The rows, newest first; the cursor is a ledger number, so rows that arrive meanwhile move nothing.
#[component]
pub(super) fn DecisionTable(org: String, query: DecisionQuery, page: DecisionPage) -> impl IntoView {
    let base = format!("/o/{org}/decisions");
    if page.items.is_empty() {
        return view! { <Nothing base query/> }.into_any();
    }
    let older = page.next_before.map(|before| format!("{base}{}", query.search(Some(before))));
    let newest = query.before.is_some().then(|| format!("{base}{}", query.search(None)));
    let shown = range_in_words(&page.items);
    let rows = page.items.into_iter().map(|line| row(&base, line)).collect_view();
    let foot = move || view! { <Foot shown=shown.clone() newest=newest.clone() older=older.clone()/> };
    view! {
        <Table label="Decisions" ledger=true foot>
            <thead>
                <tr>
                    <th class="seq" scope="col"><abbr title="Ledger sequence number">"No."</abbr></th>
                    <th scope="col">"Verdict"</th>
                    <th scope="col">"Target"</th>
                    <th scope="col" class="col-md">"API key"</th>
                    <th scope="col" class="col-lo">"Matched policies"</th>
                    <th scope="col" class="col-md">"Time"</th>
                    <th scope="col" class="cell-num col-lo">"Took"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

#[component]
fn Foot(shown: String, newest: Option<String>, older: Option<String>) -> impl IntoView {
    view! {
        <div class="table-foot">
            <span>{shown}</span>
            {newest.map(|href| view! { <a class="push" href=href>"Back to the newest"</a> })}
            <Pager label="Pages of decisions" previous=None next=older/>
        </div>
    }
}

fn row(base: &str, line: DecisionLine) -> impl IntoView + use<> {
    let href = format!("{base}/{}", line.id);
    let policies = matched(&line);
    let target = line.target.unwrap_or_else(|| plane_in_words(line.plane).to_owned());
    view! {
        <tr>
            <td class="seq">{grouped(line.seq)}</td>
            <td><VerdictMark verdict=line.verdict/></td>
            <th scope="row"><a class="row-link mono" href=href>{target}</a></th>
            <td class="col-md">{line.key_name}{line.end_user.map(|name| view! { <span class="cell-sub">"for "{name}</span> })}</td>
            <td class="col-lo">{policies}</td>
            <td class="col-md num nowrap"><Time at=line.at/></td>
            <td class="cell-num col-lo">{took_in_words(line.took_micros)}</td>
        </tr>
    }
}

/// The deciding policy by its name, with the ids of all of them in the title.
fn matched(line: &DecisionLine) -> AnyView {
    let Some((first, more)) = line.policy_names.split_first() else {
        return view! { <span class="none">"none"</span> }.into_any();
    };
    let more = (!more.is_empty()).then(|| view! { <span class="cell-sub">{format!("and {} more", more.len())}</span> });
    view! { <span title=line.policies.join(", ")>{first.clone()}</span>{more} }.into_any()
}

#[component]
fn Nothing(base: String, query: DecisionQuery) -> impl IntoView {
    if query.is_filtered() || query.before.is_some() {
        return view! {
            <div class="card">
                <EmptyState title="No decision matches" icon=icondata_lu::LuListFilter actions=move || view! { <a href=base.clone()>"Clear filters"</a> }>
                    "Nothing in the ledger fits every filter above."
                </EmptyState>
            </div>
        }
        .into_any();
    }
    let home = base.replace("/decisions", "/home#first-call");
    view! {
        <div class="card">
            <EmptyState title="No decisions yet" icon=icondata_lu::LuListChecks actions=move || view! { <a class="btn" href=home.clone()>"Make a governed call"</a> }>
                "Each call that an SDK sends is decided and listed here, newest first."
            </EmptyState>
        </div>
    }
    .into_any()
}

fn range_in_words(items: &[DecisionLine]) -> String {
    match (items.first(), items.last()) {
        (Some(newest), Some(oldest)) if newest.seq != oldest.seq => {
            format!("Ledger {} to {}, newest first", grouped(oldest.seq), grouped(newest.seq))
        }
        (Some(only), _) => format!("Ledger {}", grouped(only.seq)),
        (None, _) => String::new(),
    }
}

/// Microseconds as milliseconds with one digit: what a budget of milliseconds is compared with.
pub(crate) fn took_in_words(micros: u64) -> String {
    let tenths = micros.saturating_add(50) / 100;
    if tenths == 0 { "under 0.1 ms".to_owned() } else { format!("{}.{} ms", grouped(tenths / 10), tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rounded_not_cut() {
        for (micros, words) in
            [(0, "under 0.1 ms"), (49, "under 0.1 ms"), (50, "0.1 ms"), (960, "1.0 ms"), (3_249, "3.2 ms"), (2_000_000, "2,000.0 ms")]
        {
            assert_eq!(took_in_words(micros), words, "{micros}");
        }
    }
}
