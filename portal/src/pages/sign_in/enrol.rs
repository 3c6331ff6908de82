use leptos::{either::Either, prelude::*};
use leptos_meta::Title;

use super::{NextField, factor::CodeField};
use crate::{
    components::{Button, ButtonKind, ButtonSize, ErrorView, FactorSetupPicture, FormProblems, Loading},
    contexts::{Problems, forbid_storing},
    layouts::AuthLayout,
    server_fns::session::{SignInEnrol, start_sign_in_enrol},
};

/// Sets up a second factor before a person whose role asks for one gets in.
#[component]
pub(crate) fn EnrolPage() -> impl IntoView {
    forbid_storing();
    let enrol = ServerAction::<SignInEnrol>::new();
    let problems = Problems::of(enrol);
    let setup = Resource::new(|| (), |()| start_sign_in_enrol());
    view! {
        <Title text="Set up a second factor" />
        <AuthLayout>
            <header class="stack-2">
                <h1>"Set up a second factor"</h1>
                <p class="muted">"Your role needs one. Any authenticator app will do; it takes a minute."</p>
            </header>
            <Suspense fallback=|| view! { <Loading label="Loading the code" /> }>
                {move || Suspend::new(async move {
                    match setup.await {
                        Ok(setup) => Either::Left(view! { <FactorSetupPicture setup=setup /> }),
                        Err(error) => Either::Right(view! { <ErrorView error=error /> }),
                    }
                })}
            </Suspense>
            <ActionForm action=enrol attr:class="form">
                <FormProblems problems=problems />
                <NextField />
                <CodeField problem=problems.field("code") />
                <Button kind=ButtonKind::Primary size=ButtonSize::Block pending=enrol.pending()>"Turn on and continue"</Button>
            </ActionForm>
            <p class="small muted">"Ten recovery codes come next. "<a href="/signin">"Sign in as someone else"</a></p>
        </AuthLayout>
    }
}
