use leptos::prelude::*;
use model::{SignInMethod, SignInOutcome, views::SignInQuery};

use super::lines::outcome_word;
use crate::components::{Choice, Select, TextInput};

/// A plain GET form, so that the address holds the filter and it works without scripts.
#[component]
pub(super) fn Filters(base: String, query: SignInQuery) -> impl IntoView {
    let clear = query.is_narrow().then(|| view! { <a class="btn btn-quiet" href=base.clone()>"Clear filters"</a> });
    let connection =
        (!query.connection.is_empty()).then(|| view! { <input type="hidden" name="connection" value=query.connection.clone()/> });
    view! {
        <form class="filter-form" action=base method="get" role="search" aria-label="Filter sign-ins">
            {connection}
            <TextInput name="code" label="Support code" maxlength=20_u32 autocomplete="off" value=Some(query.code)/>
            <TextInput name="person" label="Person" kind="search" maxlength=254_u32 autocomplete="off" value=Some(query.person)/>
            <Select name="method" label="Method" options=methods() selected=query.method/>
            <Select name="outcome" label="Result" options=outcomes() selected=query.outcome/>
            <div class="filter-form-acts"><button class="btn" type="submit">"Filter sign-ins"</button>{clear}</div>
        </form>
    }
}

fn methods() -> Vec<Choice> {
    let all = SignInMethod::ALL.iter().map(|method| Choice::new(method.as_str(), method.title()));
    std::iter::once(Choice::new("", "Every method")).chain(all).collect()
}

fn outcomes() -> Vec<Choice> {
    let all = SignInOutcome::ALL.iter().map(|outcome| Choice::new(outcome.as_str(), outcome_word(*outcome)));
    std::iter::once(Choice::new("", "Any result")).chain(all).collect()
}
