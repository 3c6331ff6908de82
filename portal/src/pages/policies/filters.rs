use leptos::prelude::*;
use model::{
    Action,
    views::{KindOfPolicy, PolicyQuery, StateOfPolicy, SurfaceOfPolicy, TierOfPolicy},
};

use super::{
    query::is_filtered,
    words::{kind_word, surface_word, tier_word},
};
use crate::components::{Choice, Select, TextInput, action_word};

/// A plain GET form, so that the address holds the filter and it works without scripts.
#[component]
pub(super) fn Filters(base: String, query: PolicyQuery) -> impl IntoView {
    let clear = is_filtered(&query).then(|| view! { <a class="btn btn-quiet" href=base.clone()>"Clear filters"</a> });
    let word = |word: Option<&'static str>| word.unwrap_or_default().to_owned();
    view! {
        <form class="filter-form" action=base method="get" role="search" aria-label="Filter policies">
            <TextInput name="q" label="Search" kind="search" value=query.words.clone().unwrap_or_default() autocomplete="off"/>
            <Select name="tier" label="Layer" options=tiers() selected=word(query.tier.map(TierOfPolicy::as_str))/>
            <Select name="kind" label="Kind" options=kinds() selected=word(query.kind.map(KindOfPolicy::as_str))/>
            <Select name="action" label="Asks to" options=actions() selected=word(query.action.map(Action::as_str))/>
            <Select name="surface" label="Speaks on" options=surfaces() selected=word(query.surface.map(SurfaceOfPolicy::as_str))/>
            <Select name="state" label="State" options=states() selected=word(query.state.map(StateOfPolicy::as_str))/>
            <div class="filter-form-acts"><button class="btn" type="submit">"Filter policies"</button>{clear}</div>
        </form>
    }
}

fn offered<T: Copy>(any: &str, all: &[T], word: fn(T) -> &'static str, label: fn(T) -> &'static str) -> Vec<Choice> {
    let any = Choice::new("", any);
    std::iter::once(any).chain(all.iter().map(|one| Choice::new(word(*one), label(*one)))).collect()
}

fn tiers() -> Vec<Choice> {
    offered("Every layer", TierOfPolicy::ALL, TierOfPolicy::as_str, tier_word)
}

fn kinds() -> Vec<Choice> {
    offered("Every kind", KindOfPolicy::ALL, KindOfPolicy::as_str, kind_word)
}

fn actions() -> Vec<Choice> {
    offered("Anything", Action::ALL, Action::as_str, action_word)
}

fn surfaces() -> Vec<Choice> {
    offered("Any surface", SurfaceOfPolicy::ALL, SurfaceOfPolicy::as_str, surface_word)
}

fn states() -> Vec<Choice> {
    let label = |state| match state {
        StateOfPolicy::Enabled => "In force",
        StateOfPolicy::Disabled => "Switched off",
        StateOfPolicy::Overridden => "Under an override",
    };
    offered("Any state", StateOfPolicy::ALL, StateOfPolicy::as_str, label)
}
