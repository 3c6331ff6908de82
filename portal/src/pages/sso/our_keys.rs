use leptos::prelude::*;
use model::{ConnectionId, views::SsoKeyLine};

use super::provider_shown::fingerprint;
use crate::{
    components::{Button, Card, FormProblems, StatusWord, Tone},
    contexts::Problems,
    pages::keys::Day,
    server_fns::sso::ChangeOurKey,
};

/// Our keys of a SAML connection: one signs, a next one may be published beside it.
#[component]
pub(super) fn OurKeys(org: String, id: ConnectionId, keys: Vec<SsoKeyLine>) -> impl IntoView {
    let change = ServerAction::<ChangeOurKey>::new();
    let waits = keys.iter().any(|key| !key.is_current);
    let (help, verb) = if waits {
        ("The next key is in our metadata. Once the provider knows it, let it sign; the one before is gone then.", "Sign with the next key")
    } else {
        ("A next key is put into our metadata beside the present one, and signs nothing yet.", "Publish a next key")
    };
    let rows = keys.into_iter().map(|key| {
        let state = if key.is_current {
            view! { <StatusWord tone=Tone::Ok>"Signs now"</StatusWord> }
        } else {
            view! { <StatusWord tone=Tone::Warn>"Published, waits"</StatusWord> }
        };
        view! {
            <li>
                <div class="grow">
                    {state}
                    <p class="small muted">"Made "<Day at=key.created_at/>", certificate until "<Day at=key.not_after/></p>
                    <p class="small muted mono wrap">{fingerprint(&key.sha256)}</p>
                </div>
            </li>
        }
    });
    view! {
        <Card title="Our keys" id="our-keys" flush=true>
            <ul class="list">{rows.collect_view()}</ul>
            <ActionForm action=change attr:class="form card-form">
                <FormProblems problems=Problems::of(change)/>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=id.to_string()/>
                <p class="help">{help}</p>
                <div class="form-foot"><Button pending=change.pending()>{verb}</Button></div>
            </ActionForm>
        </Card>
    }
}
