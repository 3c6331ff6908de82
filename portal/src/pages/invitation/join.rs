use leptos::prelude::*;
use model::views::{InvitationState, InvitationView};

use super::{Head, WithInvitation};
use crate::{
    components::{Button, ButtonKind, ButtonSize, FormProblems, LinkButton, Notice, Tone},
    contexts::Problems,
    server_fns::{joining::AcceptInvitation, session::SignOut},
};

/// `/invite/:token/join`: for those who have an account.
#[component]
pub(crate) fn JoinPage() -> impl IntoView {
    view! { <WithInvitation draw=|token, invitation| view! { <Join token invitation/> }/> }
}

#[component]
fn Join(token: String, invitation: InvitationView) -> impl IntoView {
    let fits = invitation.signed_in_as.as_deref() == Some(invitation.email.as_str());
    let body = match (&invitation.signed_in_as, invitation.state) {
        (_, state) if state != InvitationState::ForAccount => {
            view! { <LinkButton href=format!("/invite/{token}") size=ButtonSize::Block>"See where the invitation stands"</LinkButton> }.into_any()
        }
        (None, _) => view! { <SignInFirst token/> }.into_any(),
        (Some(_), _) if fits => view! { <Accept token/> }.into_any(),
        (Some(other), _) => {
            view! { <WrongAccount token signed_in_as=other.clone() invited=invitation.email.clone() inviter=invitation.invited_by.clone()/> }.into_any()
        }
    };
    view! {
        <Head invitation/>
        {body}
    }
}

#[component]
fn SignInFirst(token: String) -> impl IntoView {
    let href = format!("/signin?next=/invite/{token}/join");
    view! {
        <p>"Sign in with this address, and you come back here."</p>
        <LinkButton href kind=ButtonKind::Primary size=ButtonSize::Block>"Sign in"</LinkButton>
    }
}

#[component]
fn Accept(token: String) -> impl IntoView {
    let accept = ServerAction::<AcceptInvitation>::new();
    view! {
        <ActionForm action=accept attr:class="form">
            <FormProblems problems=Problems::of(accept)/>
            <input type="hidden" name="token" value=token/>
            <Button kind=ButtonKind::Primary size=ButtonSize::Block pending=accept.pending()>"Join"</Button>
        </ActionForm>
    }
}

#[component]
fn WrongAccount(token: String, signed_in_as: String, invited: String, inviter: String) -> impl IntoView {
    let sign_out = ServerAction::<SignOut>::new();
    let then =
        format!("Then open the link of the letter again and sign in as {invited}. Or ask {inviter} to invite {signed_in_as} instead. ");
    view! {
        <Notice tone=Tone::Warn title="Another account.">
            "You are signed in as "<b class="strong">{signed_in_as}</b>", and the invitation is for "<b class="strong">{invited}</b>"."
        </Notice>
        <ActionForm action=sign_out attr:class="form">
            <Button kind=ButtonKind::Primary size=ButtonSize::Block pending=sign_out.pending()>"Sign out"</Button>
        </ActionForm>
        <p class="small muted">
            {then}
            <a href=format!("/invite/{token}")>"Back to the invitation"</a>
        </p>
    }
}
