use leptos::prelude::*;
use model::{Verdict, views::KeyLine};

use super::query::DecisionQuery;
use crate::{
    PortalError,
    components::{Choice, Select, TextInput, verdict_word},
};

/// A plain GET form, so that the address holds the filter and it works without scripts.
#[component]
pub(super) fn Filters(org: String, query: DecisionQuery, keys: Vec<KeyLine>, problems: Option<PortalError>) -> impl IntoView {
    let base = format!("/o/{org}/decisions");
    let problem = |field: &str| Signal::stored(problems.as_ref().and_then(|problems| problems.problem_of(field)).map(str::to_owned));
    let clear = query.is_filtered().then(|| view! { <a class="btn btn-quiet" href=base.clone()>"Clear filters"</a> });
    view! {
        <form class="filter-form" action=base method="get" role="search" aria-label="Filter decisions">
            <Select name="verdict" label="Verdict" options=verdicts() selected=query.verdict.unwrap_or_default() problem=problem("verdict")/>
            <TextInput name="policy" label="Policy id" value=query.policy.unwrap_or_default() problem=problem("policy") autocomplete="off"/>
            <KeyField keys chosen=query.key.unwrap_or_default() problem=problem("key")/>
            <TextInput name="since" label="Since, UTC" kind="date" value=query.since.unwrap_or_default() problem=problem("since")/>
            <div class="filter-form-acts"><button class="btn" type="submit">"Filter decisions"</button>{clear}</div>
        </form>
    }
}

#[component]
fn KeyField(keys: Vec<KeyLine>, chosen: String, problem: Signal<Option<String>>) -> impl IntoView {
    if keys.is_empty() {
        return view! { <TextInput name="key" label="Client id of the key" value=chosen problem autocomplete="off"/> }.into_any();
    }
    let mut options = vec![Choice::new("", "Any key")];
    options.extend(keys.into_iter().map(|key| Choice::new(key.client_id, key.name)));
    view! { <Select name="key" label="API key" options selected=chosen problem/> }.into_any()
}

fn verdicts() -> Vec<Choice> {
    let any = Choice::new("", "Any verdict");
    let each = Verdict::ALL.iter().map(|&verdict| Choice::new(verdict.as_str(), verdict_word(verdict)));
    std::iter::once(any).chain(each).collect()
}
