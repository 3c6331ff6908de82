use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::{
    Permission,
    views::{SignInLine, SignInQuery},
};

use crate::{
    PortalError,
    components::{ErrorView, Loading},
    contexts::{use_org, use_viewer},
    pages::sign_ins::Lines,
    server_fns::sign_ins::list_sign_ins,
};

/// So many are shown beside everything else; the log has the rest.
const FEW: usize = 5;

/// What is known about the sign-ins of the member in the address; nothing is asked for whoever may not read the log.
pub(super) type SignIns = Resource<Option<Result<Vec<SignInLine>, PortalError>>>;

/// Begins to read them; the page does it before it draws anything, so that server and browser agree about it.
pub(super) fn sign_ins() -> SignIns {
    let (org, viewer, params) = (use_org(), use_viewer(), use_params_map());
    let person = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    Resource::new(
        move || (org.get(), person.get()),
        move |(org, person)| async move {
            if !viewer.await.is_ok_and(|viewer| viewer.may(Permission::SettingsWrite)) {
                return None;
            }
            Some(list_sign_ins(org, SignInQuery { person, ..SignInQuery::default() }).await)
        },
    )
}

/// A member's last sign-ins.
#[component]
pub(super) fn MemberSignIns(org: String, person: String, sign_ins: SignIns) -> impl IntoView {
    let all = format!("/o/{org}/sign-ins?person={person}");
    let org = StoredValue::new((org, all));
    view! {
        <Suspense fallback=|| view! { <Loading label="Loading the sign-ins"/> }>
            {move || Suspend::new(async move {
                let Some(lines) = sign_ins.await else { return ().into_any() };
                let (org, all) = org.get_value();
                let body = match lines {
                    Ok(lines) => few(org, lines).into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                };
                view! {
                    <section class="section" aria-labelledby="sign-ins">
                        <div class="section-head"><h2 id="sign-ins">"Sign-ins"</h2><a class="push small" href=all>"All in the sign-in log"</a></div>
                        {body}
                    </section>
                }
                .into_any()
            })}
        </Suspense>
    }
}

fn few(org: String, lines: Vec<SignInLine>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="small muted">"No sign-in in the last two weeks."</p> }.into_any();
    }
    let lines = lines.into_iter().take(FEW).collect();
    view! { <Lines org lines query=SignInQuery::default()/> }.into_any()
}
