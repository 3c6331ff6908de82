use leptos::{either::Either, prelude::*};
use leptos_meta::Title;

use super::{NextField, by_passkey::ByPasskey, factor::CodeField};
use crate::{
    components::{Button, ButtonKind, ButtonSize, ErrorView, FactorSetupPicture, FormProblems, Loading},
    contexts::{Problems, forbid_storing},
    layouts::AuthLayout,
    passkeys::PasskeyAsk,
    server_fns::session::{EnrolByPasskey, SignInEnrol, start_enrol_by_passkey, start_sign_in_enrol},
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
                <p class="muted">"Your role needs one. A passkey takes a moment: your fingerprint, face or PIN. Any authenticator app will do as well."</p>
            </header>
            <ByPasskey
                ask=PasskeyAsk::Make
                begin=start_enrol_by_passkey
                call=|answer, next| EnrolByPasskey { answer, next }
                words="Make a passkey and continue"
            />
            <h2>"Or use an authenticator app"</h2>
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
                <Button kind=ButtonKind::Plain size=ButtonSize::Block pending=enrol.pending()>"Turn on and continue"</Button>
            </ActionForm>
            <p class="small muted">"Ten recovery codes come next. "<a href="/signin">"Sign in as someone else"</a></p>
        </AuthLayout>
    }
}
