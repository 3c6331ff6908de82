use leptos::prelude::*;
use model::views::GuestDomain;

use crate::{
    components::{Button, Card, CopyField, FormProblems, StatusWord, Tone},
    contexts::Problems,
    server_fns::set_up::VerifyAsGuest,
};

/// The record that proves the domain.
#[component]
pub(super) fn Domain(token: String, domain: GuestDomain) -> impl IntoView {
    let verify = ServerAction::<VerifyAsGuest>::new();
    let state = if domain.verified_at.is_some() {
        view! { <StatusWord tone=Tone::Ok>"Verified"</StatusWord> }.into_any()
    } else {
        view! { <p class="help">"Add this TXT record where the domain\u{2019}s DNS is kept. Records that are there already stay as they are."</p> }.into_any()
    };
    view! {
        <Card title=format!("Prove {}", domain.domain) id="domain">
            <div class="stack">
                {state}
                <div class="field"><p class="label">"Name"</p><CopyField text=domain.record_name label="the name of the record"/></div>
                <div class="field"><p class="label">"Value"</p><CopyField text=domain.record_value label="the value of the record"/></div>
                <ActionForm action=verify attr:class="form">
                    <FormProblems problems=Problems::of(verify)/>
                    <input type="hidden" name="token" value=token/>
                    <div class="form-foot"><Button pending=verify.pending()>"Look for the record"</Button></div>
                </ActionForm>
            </div>
        </Card>
    }
}
