use leptos::{form::ActionForm, prelude::*};
use model::{
    Permission,
    views::{HygieneLine, HygieneMark, HygieneView},
};

use super::{
    in_words::{environment_word, mark_advice, mark_word},
    tabs::KeyTabs,
};
use crate::{
    components::{Button, Chip, EmptyState, ErrorView, FormProblems, Loading, PageHead, Table, TextInput, Time, Tone},
    contexts::{Problems, use_org, use_viewer},
    server_fns::keys::{SetKeyRules, read_hygiene},
};

/// `/o/:org/keys/hygiene`: live keys with what somebody should look at.
#[component]
pub(crate) fn HygienePage() -> impl IntoView {
    let org = use_org();
    let viewer = use_viewer();
    let keys = Resource::new(move || org.get(), read_hygiene);
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Looking through the keys"/></div> }>
            {move || Suspend::new(async move {
                let may_set = viewer.await.is_ok_and(|viewer| viewer.may(Permission::SettingsWrite));
                match keys.await {
                    Ok(view) => view! { <Shown org=org.get_untracked() view may_set/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Shown(org: String, view: HygieneView, may_set: bool) -> impl IntoView {
    let HygieneView { keys, max_days } = view;
    let marked: Vec<HygieneLine> = keys.into_iter().filter(|key| !key.marks.is_empty()).collect();
    let count = marked.len() as u64;
    let list = if marked.is_empty() {
        view! { <div class="card"><EmptyState title="Nothing to look at" icon=icondata_lu::LuCircleCheckBig>"Every live key is in use, has an end and a list of networks, and may do no more than programs need."</EmptyState></div> }.into_any()
    } else {
        view! { <Marked org=org.clone() marked/> }.into_any()
    };
    let rules = may_set.then(|| view! { <Rules org=org.clone() max_days/> });
    view! {
        <div class="page page-wide">
            <PageHead title="API key hygiene" lead="What somebody should look at, the most pressing first."/>
            <KeyTabs org=org hygiene=count/>
            {list}
            {rules}
        </div>
    }
}

#[component]
fn Marked(org: String, marked: Vec<HygieneLine>) -> impl IntoView {
    let rows = marked.into_iter().map(|key| row(&org, key)).collect_view();
    view! {
        <Table label="Keys to look at">
            <thead><tr>
                <th scope="col">"Name"</th>
                <th scope="col">"What to look at"</th>
                <th scope="col" class="col-md">"Last used"</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(org: &str, key: HygieneLine) -> impl IntoView + use<> {
    let href = format!("/o/{org}/keys/{}", key.line.id);
    let advice = key.marks.first().map(|mark| mark_advice(*mark));
    let chips = key.marks.into_iter().map(|mark| view! { <Chip tone=tone(mark)>{mark_word(mark)}</Chip> }).collect_view();
    let used =
        key.line.last_used_at.map_or_else(|| view! { <span class="none">"never"</span> }.into_any(), |at| view! { <Time at/> }.into_any());
    view! {
        <tr>
            <th scope="row"><a href=href>{key.line.name}</a><span class="cell-sub">{environment_word(key.line.environment)}</span></th>
            <td class="may-wrap"><span class="row">{chips}</span><span class="cell-sub may-wrap">{advice}</span></td>
            <td class="col-md">{used}</td>
        </tr>
    }
}

const fn tone(mark: HygieneMark) -> Tone {
    match mark {
        HygieneMark::SecretEnds | HygieneMark::EndsSoon => Tone::Bad,
        HygieneMark::Unused | HygieneMark::Broad | HygieneMark::SeveralNetworks => Tone::Warn,
        HygieneMark::OldSecret | HygieneMark::NeverExpires | HygieneMark::AnyAddress => Tone::Neutral,
    }
}

#[component]
fn Rules(org: String, max_days: Option<u32>) -> impl IntoView {
    let set = ServerAction::<SetKeyRules>::new();
    let problems = Problems::of(set);
    let pending = set.pending();
    let value = max_days.map(|days| days.to_string());
    view! {
        <section class="section" aria-labelledby="rules">
            <div class="section-head"><h2 id="rules">"Rule for new keys"</h2></div>
            <ActionForm action=set attr:class="card form card-form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=org/>
                <TextInput name="max_days" label="Days that a new key may live at most" hint="Empty is without a bound. Keys that there are stay as they are." inputmode="numeric" maxlength=4_u32 optional=true value problem=problems.field("max_days")/>
                <div class="form-foot"><Button pending>"Save rule"</Button></div>
            </ActionForm>
        </section>
    }
}
