use std::future::Future;

use leptos::{prelude::*, server_fn::ServerFn};

use super::next_page;
use crate::{
    PortalError,
    components::{ButtonKind, ButtonSize, FormProblems, PasskeyButton},
    contexts::Problems,
    passkeys::PasskeyAsk,
};

/// The way on by a passkey: nothing has to be typed.
#[component]
pub(super) fn ByPasskey<S, B, F>(
    /// What the browser is asked to do.
    ask: PasskeyAsk,
    /// Where the question comes from.
    begin: B,
    /// The call that takes the browser's answer and where the person wanted to go.
    call: fn(String, String) -> S,
    /// The button's words.
    words: &'static str,
) -> impl IntoView
where
    S: ServerFn<Error = PortalError> + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    B: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<String, PortalError>> + Send + 'static,
{
    let action = ServerAction::<S>::new();
    let next = next_page();
    let answered = move |answer| {
        action.dispatch(call(answer, next.get_untracked()));
    };
    view! {
        <FormProblems problems=Problems::of(action) />
        <PasskeyButton
            ask=ask
            begin=begin
            answered=answered
            kind=ButtonKind::Primary
            size=ButtonSize::Block
            pending=action.pending()
        >
            {words}
        </PasskeyButton>
    }
}
