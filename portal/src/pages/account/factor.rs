use leptos::{either::Either, prelude::*};

use crate::{
    components::{Button, ButtonKind, Crumb, DialogInline, ErrorView, FactorSetupPicture, FormProblems, LinkButton, Loading, PageHead},
    contexts::{Problems, forbid_storing},
    pages::sign_in::CodeField,
    server_fns::account::{ConfirmFactor, start_factor},
};

/// Sets up or replaces the second factor.
#[component]
pub(crate) fn FactorPage() -> impl IntoView {
    forbid_storing();
    let confirm = ServerAction::<ConfirmFactor>::new();
    let problems = Problems::of(confirm);
    let setup = Resource::new(|| (), |()| start_factor());
    let foot = move || {
        view! {
            <LinkButton href="/account">"Cancel"</LinkButton>
            <Button kind=ButtonKind::Primary pending=confirm.pending()>"Turn on second factor"</Button>
        }
    };
    view! {
        <div class="page page-narrow">
            <PageHead
                title="Second factor"
                lead="A code from an authenticator app, asked for after your password."
                crumbs=vec![Crumb::new("/account", "Account")]
            />
            <ActionForm action=confirm attr:class="measure">
                <DialogInline title="Set up the authenticator" lead="An authenticator that you already use keeps working until this one is on." foot=foot>
                    <FormProblems problems=problems />
                    <Suspense fallback=|| view! { <Loading label="Loading the code" /> }>
                        {move || Suspend::new(async move {
                            match setup.await {
                                Ok(setup) => Either::Left(view! { <FactorSetupPicture setup=setup /> }),
                                Err(error) => Either::Right(view! { <ErrorView error=error /> }),
                            }
                        })}
                    </Suspense>
                    <CodeField problem=problems.field("code") />
                </DialogInline>
            </ActionForm>
        </div>
    }
}
