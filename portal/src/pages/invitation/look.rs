use leptos::prelude::*;
use model::views::{InvitationState, InvitationView};

use super::{Head, WithInvitation, new_account::NewAccount};
use crate::components::{ButtonKind, ButtonSize, LinkButton, Notice, Tone};

/// `/invite/:token`.
#[component]
pub(crate) fn InvitationPage() -> impl IntoView {
    view! { <WithInvitation draw=|token, invitation| view! { <Look token invitation/> }/> }
}

#[component]
fn Look(token: String, invitation: InvitationView) -> impl IntoView {
    let body = match invitation.state {
        InvitationState::ForNewAccount => view! { <NewAccount token/> }.into_any(),
        InvitationState::ForAccount => view! { <Continue token/> }.into_any(),
        InvitationState::Accepted => {
            let home = format!("/o/{}", invitation.org_slug);
            view! {
                <Over text="It was accepted before. If that was you, sign in."/>
                <LinkButton href=home kind=ButtonKind::Primary size=ButtonSize::Block>"Sign in"</LinkButton>
            }
            .into_any()
        }
        InvitationState::Withdrawn => {
            view! { <Over text="It was withdrawn. Ask whoever invited you, if you think that is a mistake."/> }.into_any()
        }
        InvitationState::Expired => {
            let text = format!("Its time is over. Ask {} to send it again; the new letter has a new link.", invitation.invited_by);
            view! { <Over text/> }.into_any()
        }
        InvitationState::Replaced => {
            view! { <Over text="A newer letter has replaced this link. Open the link in the newest one."/> }.into_any()
        }
    };
    view! {
        <Head invitation/>
        {body}
    }
}

#[component]
fn Continue(token: String) -> impl IntoView {
    view! {
        <p>"There is an account with this address already. Go on with it to join."</p>
        <LinkButton href=format!("/invite/{token}/join") kind=ButtonKind::Primary size=ButtonSize::Block>"Go on"</LinkButton>
    }
}

#[component]
fn Over(#[prop(into)] text: String) -> impl IntoView {
    view! { <Notice tone=Tone::Warn title="This invitation cannot be accepted.">{text}</Notice> }
}
