use leptos::prelude::*;
use model::{
    Permission, PersonId,
    views::{SignInLine, SignInQuery},
};

use crate::{
    components::{ErrorView, Loading},
    contexts::use_viewer,
    pages::sign_ins::Lines,
    server_fns::sign_ins::list_sign_ins,
};

/// So many are shown beside everything else; the log has the rest.
const FEW: usize = 5;

/// A member's last sign-ins, for whoever may read the log.
#[component]
pub(super) fn MemberSignIns(org: String, person: PersonId) -> impl IntoView {
    let viewer = use_viewer();
    let may_read = move || viewer.get().is_some_and(|viewer| viewer.is_ok_and(|viewer| viewer.may(Permission::SettingsWrite)));
    let org = StoredValue::new(org);
    view! {
        <Suspense>
            {move || may_read().then(|| view! { <Section org=org.get_value() person/> })}
        </Suspense>
    }
}

#[component]
fn Section(org: String, person: PersonId) -> impl IntoView {
    let all = format!("/o/{org}/sign-ins?person={person}");
    let query = SignInQuery { person: person.to_string(), ..SignInQuery::default() };
    let asked = (org.clone(), query);
    let lines = Resource::new(move || asked.clone(), |(org, query)| list_sign_ins(org, query));
    let org = StoredValue::new(org);
    view! {
        <section class="section" aria-labelledby="sign-ins">
            <div class="section-head"><h2 id="sign-ins">"Sign-ins"</h2><a class="push small" href=all>"All in the sign-in log"</a></div>
            <Suspense fallback=|| view! { <Loading label="Loading the sign-ins"/> }>
                {move || Suspend::new(async move {
                    match lines.await {
                        Ok(lines) => few(org.get_value(), lines).into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Suspense>
        </section>
    }
}

fn few(org: String, lines: Vec<SignInLine>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="small muted">"No sign-in in the last two weeks."</p> }.into_any();
    }
    let lines = lines.into_iter().take(FEW).collect();
    view! { <Lines org lines query=SignInQuery::default()/> }.into_any()
}
