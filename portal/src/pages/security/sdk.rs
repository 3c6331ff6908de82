use leptos::{either::Either, prelude::*};
use model::views::SdkSignInView;

use crate::{
    components::{Button, ButtonKind, Card, ErrorView, FormProblems, Loading, Notice, Time},
    contexts::{Problems, use_org},
    server_fns::security::{MakeSdkPassword, RemoveSdkPassword, read_sdk_sign_in},
};

/// The SDK's way into the portal: whether there is a password, and whether it would be taken.
#[component]
pub(super) fn SdkCard() -> impl IntoView {
    let org = use_org();
    let remove = ServerAction::<RemoveSdkPassword>::new();
    let state = Resource::new(move || (org.get(), remove.version().get()), |(org, _)| read_sdk_sign_in(org));
    view! {
        <Card title="SDK sign-in" id="sdk">
            <Suspense fallback=|| view! { <Loading label="Loading the state" /> }>
                {move || Suspend::new(async move {
                    match state.await {
                        Ok(view) => Either::Left(view! { <State org=org.get_untracked() view remove /> }),
                        Err(error) => Either::Right(view! { <ErrorView error=error /> }),
                    }
                })}
            </Suspense>
        </Card>
    }
}

#[component]
fn State(org: String, view: SdkSignInView, remove: ServerAction<RemoveSdkPassword>) -> impl IntoView {
    let make = ServerAction::<MakeSdkPassword>::new();
    let has_one = view.made.is_some();
    let is_refused = view.refused_because.is_some();
    let why = view
        .refused_because
        .map(|why| view! { <Notice title="Refused here.">{why}" Use an API key with the scopes that the work needs."</Notice> });
    let made = match view.made {
        Some((by, at)) => Either::Left(view! { <p class="small">"Made by "{by}", "<Time at=at />"."</p> }),
        None => Either::Right(view! { <p class="small muted">"There is no password, so nobody signs in so."</p> }),
    };
    let to_remove = org.clone();
    let remove_form = has_one.then(|| {
        view! {
            <ActionForm action=remove>
                <input type="hidden" name="org" value=to_remove />
                <Button kind=ButtonKind::DangerQuiet pending=remove.pending()>"Remove the password"</Button>
            </ActionForm>
        }
    });
    let make_form = (!is_refused).then(|| {
        view! {
            <ActionForm action=make>
                <input type="hidden" name="org" value=org />
                <Button pending=make.pending()>{if has_one { "Make another password" } else { "Make a password" }}</Button>
            </ActionForm>
        }
    });
    view! {
        <div class="stack">
            <p class="small muted">
                "The SDK's call “login_to_portal” takes this password beside an API key. One password is for the whole organisation; another one ends it and its sessions."
            </p>
            <FormProblems problems=Problems::of(make) />
            <FormProblems problems=Problems::of(remove) />
            {why}
            {made}
            <div class="form-foot">{remove_form}{make_form}</div>
        </div>
    }
}
