use std::future::Future;

use icondata_lu::LuFingerprint;
use leptos::prelude::*;

use super::{
    Icon, Notice, Tone,
    button::{ButtonKind, ButtonSize, classes},
};
use crate::{
    PortalError,
    passkeys::{self, PasskeyAsk},
};

/// Asks the browser for a passkey and hands over its answer. It appears once the script runs; without scripts a sentence stands
/// in its place.
#[component]
pub(crate) fn PasskeyButton<B, F>(
    /// What the browser is asked to do.
    ask: PasskeyAsk,
    /// Where the question comes from.
    begin: B,
    /// Takes the answer.
    #[prop(into)]
    answered: Callback<String>,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large.
    #[prop(optional)]
    size: ButtonSize,
    /// The answer is on its way.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// The words.
    children: Children,
) -> impl IntoView
where
    B: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<String, PortalError>> + Send + 'static,
{
    let asking = Action::new_local(move |(): &()| {
        let begin = begin.clone();
        async move {
            let options = begin().await?;
            answered.run(passkeys::ask(ask, &options).await?);
            Ok::<_, PortalError>(())
        }
    });
    let problem = move || asking.value().get().and_then(Result::err).map(|error| error.to_string());
    let busy = Signal::derive(move || asking.pending().get() || pending.get());
    view! {
        <div class="stack-2">
            {move || problem().map(|sentence| view! { <Notice tone=Tone::Bad alert=true>{sentence}</Notice> })}
            <button
                class=format!("{} needs-script", classes(kind, size))
                type="button"
                disabled=busy
                aria-busy=move || busy.get().then_some("true")
                on:click=move |_| { asking.dispatch_local(()); }
            >
                <Icon icon=LuFingerprint />
                {children()}
            </button>
            <p class="small muted without-script">"Passkeys need scripts, which are switched off in this browser."</p>
        </div>
    }
}
