use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::editor::Editing;
use crate::{
    components::{Crumb, Icon, PageHead},
    contexts::use_org,
    posted::{Sent, sent},
    server_fns::policies::PolicyForm,
};

/// `/o/:org/policies/new`: how to write it, and then its form.
#[component]
pub(crate) fn NewPolicyPage() -> impl IntoView {
    let org = use_org();
    let query = use_query_map();
    let kind = Memo::new(move |_| query.with(|q| q.get("kind").unwrap_or_default()));
    let posted = StoredValue::new(sent::<PolicyForm>());
    let has_kind =
        Memo::new(move |_| matches!(kind.get().as_str(), "pattern" | "conditions" | "rego") || posted.with_value(Option::is_some));
    move || {
        if has_kind.get() {
            let posted: Option<Sent<PolicyForm>> = posted.get_value();
            view! { <Editing org=org.get() id=String::new() kind=kind.get() posted/> }.into_any()
        } else {
            view! { <Ways org=org.get()/> }.into_any()
        }
    }
}

#[component]
fn Ways(org: String) -> impl IntoView {
    let base = format!("/o/{org}/policies");
    let way = |kind: &str, icon, title, says, example| {
        let href = format!("{base}/new?kind={kind}");
        view! {
            <article class="way">
                <Icon icon/>
                <h2><a href=href>{title}</a></h2>
                <p>{says}</p>
                <p><code class="small">{example}</code></p>
            </article>
        }
        .into_any()
    };
    let ways = vec![
        way(
            "pattern",
            icondata_lu::LuRegex,
            "Pattern",
            "A regular expression in the text of a call. Right for names, numbers and words.",
            r"(?i)project\s+heron",
        ),
        way(
            "conditions",
            icondata_lu::LuListTree,
            "Conditions",
            "Fields of the call, all of which have to hold: who asks, which tool, at what hour, what was detected.",
            "user.role equals contractor",
        ),
        way(
            "rego",
            icondata_lu::LuBraces,
            "Rego",
            "A module with rules and tests. Right for everything that a form cannot say.",
            "deny contains msg if { .. }",
        ),
    ];
    view! {
        <div class="page">
            <PageHead title="Write a policy" crumbs=vec![Crumb::new(base.clone(), "Policies")] lead="Choose how it finds what it looks for. It can be tried on calls before anything is in force."/>
            <div class="ways">{ways}</div>
        </div>
    }
}
