use icondata_lu::LuEyeOff;
use leptos::{either::EitherOf3, prelude::*};
use leptos_router::hooks::use_query_map;
use model::views::RecoveryCodes;

use crate::{
    components::{ButtonKind, CopyButton, Crumb, EmptyState, ErrorView, LinkButton, Loading, Notice, PageHead, Tone},
    contexts::forbid_storing,
    pages::own_page,
    server_fns::account::read_recovery_codes,
};

/// Shows new recovery codes, once.
#[component]
pub(crate) fn RecoveryCodesPage() -> impl IntoView {
    forbid_storing();
    let codes = Resource::new(|| (), |()| read_recovery_codes());
    let query = use_query_map();
    let onward = Memo::new(move |_| {
        query.with(|q| q.get("next").and_then(|next| own_page(&next).map(str::to_owned))).unwrap_or_else(|| "/".to_owned())
    });
    view! {
        <div class="page page-narrow">
            <PageHead
                title="Recovery codes"
                lead="Each one gets you in once, when your authenticator is out of reach."
                crumbs=vec![Crumb::new("/account", "Account")]
            />
            <Suspense fallback=|| view! { <Loading label="Loading the codes" /> }>
                {move || Suspend::new(async move {
                    match codes.await {
                        Ok(Some(codes)) => EitherOf3::A(view! { <Codes codes=codes onward=onward.get_untracked() /> }),
                        Ok(None) => EitherOf3::B(view! { <Gone /> }),
                        Err(error) => EitherOf3::C(view! { <ErrorView error=error /> }),
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn Codes(codes: RecoveryCodes, onward: String) -> impl IntoView {
    let text = codes.codes.join("\n");
    view! {
        <Notice tone=Tone::Warn title="Shown once.">"Keep them in a password manager or on paper, apart from your phone."</Notice>
        <div class="secret measure">
            <ol class="codes mono">{codes.codes.into_iter().map(|code| view! { <li>{code}</li> }).collect_view()}</ol>
            <div class="row needs-script"><CopyButton text=text label="all recovery codes" /><span class="small">"Copy all"</span></div>
        </div>
        <div class="row">
            <LinkButton href=onward kind=ButtonKind::Primary>"I have kept them, continue"</LinkButton>
        </div>
    }
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <div class="card">
            <EmptyState
                title="The codes were shown already"
                icon=LuEyeOff
                actions=move || view! { <LinkButton href="/account">"Go to account"</LinkButton> }
            >
                "They are kept as hashes only, so nobody can show them again. New ones can be made on the account page."
            </EmptyState>
        </div>
    }
}
