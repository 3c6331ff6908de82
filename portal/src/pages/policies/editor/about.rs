use leptos::prelude::*;
use model::{
    Action, Severity,
    views::{DraftChoices, PolicyDraft, SurfaceOfPolicy},
};

use super::{
    super::words::{category_in_words, surface_word},
    work::Work,
};
use crate::components::{Choice, Select, TextInput, action_word, severity_word};

/// What every kind of policy has.
#[component]
pub(super) fn About(draft: PolicyDraft, choices: DraftChoices, is_new: bool, work: Work) -> impl IntoView {
    let problems = work.problems();
    let categories = choices.categories.into_iter().filter(|word| draft.kind != "conditions" || word.starts_with("dynamic-"));
    let categories = categories.map(|word| Choice::new(word.clone(), category_in_words(&word))).collect::<Vec<_>>();
    let severities = Severity::ALL.iter().map(|severity| Choice::new(severity.as_str(), severity_word(*severity))).collect::<Vec<_>>();
    let actions = actions(&draft.kind);
    let layer = if is_new {
        let options = vec![Choice::new("organization", "Every workspace"), Choice::new("tenant", "The first workspace")];
        view! { <Select name="draft[tier]" id="tier" label="Speaks for" options selected=draft.tier.clone() problem=problems.field("tier")/> }.into_any()
    } else {
        view! { <input type="hidden" name="draft[tier]" value=draft.tier.clone()/> }.into_any()
    };
    let surfaces = (draft.kind != "pattern").then(|| view! { <Surfaces chosen=draft.surfaces.clone()/> });
    view! {
        <section class="card" aria-labelledby="about">
            <header><h2 id="about">"About"</h2></header>
            <div class="card-body form">
                <div class="form-row">
                    <TextInput name="draft[name]" id="name" label="Name" value=draft.name maxlength=120_u32 required=true autocomplete="off" problem=problems.field("name")/>
                    <TextInput name="draft[description]" id="description" label="What it is for" optional=true value=draft.description autocomplete="off" problem=problems.field("description")/>
                    {layer}
                </div>
                <div class="form-row">
                    <Select name="draft[action]" id="action" label="Asks to" options=actions selected=draft.action problem=problems.field("action")/>
                    <Select name="draft[severity]" id="severity" label="Severity of a match" options=severities selected=draft.severity problem=problems.field("severity")/>
                    <Select name="draft[category]" id="category" label="About" options=categories selected=draft.category problem=problems.field("category")/>
                </div>
                <div class="form-row">
                    {surfaces}
                    <fieldset class="field">
                        <legend>"How it is kept"</legend>
                        <div class="surfaces">
                            <label class="check"><input type="checkbox" name="draft[off]" value="true" checked=draft.off/><span>"Switched off"</span></label>
                            <label class="check"><input type="checkbox" name="draft[critical]" value="true" checked=draft.critical/><span>"Critical: only with green tests"</span></label>
                        </div>
                    </fieldset>
                </div>
            </div>
        </section>
    }
}

/// Conditions can also route; nothing that is written asks to allow.
fn actions(kind: &str) -> Vec<Choice> {
    let plain = Action::ALL.iter().filter(|action| **action != Action::Allow);
    let plain = plain.map(|action| Choice::new(action.as_str(), action_word(*action)));
    let route = (kind == "conditions").then(|| Choice::new("route", "Block all but some providers"));
    plain.chain(route).collect()
}

#[component]
fn Surfaces(chosen: Vec<String>) -> impl IntoView {
    let ticks = SurfaceOfPolicy::ALL.iter().map(|surface| {
        let word = surface.as_str();
        let checked = chosen.iter().any(|chosen| chosen == word);
        view! {
            <label class="check">
                <input type="checkbox" name="draft[surfaces][]" value=word checked=checked/>
                <span>{surface_word(*surface)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field">
            <legend>"Speaks on "<span class="optional">"everywhere when nothing is ticked"</span></legend>
            <div class="surfaces">{ticks.collect_view()}</div>
        </fieldset>
    }
}
