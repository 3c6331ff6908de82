use leptos::{form::ActionForm, prelude::*};

use super::tabs::KeyTabs;
use crate::{
    components::{Button, ButtonKind, FormProblems, Notice, PageHead, TextArea, Tone},
    contexts::{Problems, forbid_storing, use_org},
    server_fns::keys::LookUpKey,
};

/// `/o/:org/keys/lookup`: whose key something is that was found, in a log, a chat or a repository.
#[component]
pub(crate) fn LookUpKeyPage() -> impl IntoView {
    forbid_storing();
    let org = use_org();
    let look_up = ServerAction::<LookUpKey>::new();
    let problems = Problems::of(look_up);
    let pending = look_up.pending();
    view! {
        <div class="page page-wide">
            <PageHead title="I found a key" lead="Paste what you found. It is compared and not kept, and it is in no log."/>
            <KeyTabs org=org.get_untracked()/>
            <ActionForm action=look_up attr:class="card form card-form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=move || org.get()/>
                <TextArea name="found" label="Secret, its SHA-256, or a client id" hint="A secret begins with AXON-V2-, a client id with axk_. A digest is 64 hexadecimal digits." rows=4_u32 maxlength=2000_u32 required=true problem=problems.field("found")/>
                <div class="form-foot"><Button kind=ButtonKind::Primary pending>"Look it up"</Button></div>
            </ActionForm>
            <Notice tone=Tone::Neutral title="Is it in public?">"Do not wait for a reason: roll the key and end the old secret now, then look at its addresses."</Notice>
        </div>
    }
}
