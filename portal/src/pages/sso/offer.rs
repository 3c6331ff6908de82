use leptos::prelude::*;
use model::{ConnectionId, IdpKind, SsoProtocol, views::ProviderOffer};

use super::{frame::Place, guide::guide};
use crate::{
    components::{Button, ButtonKind, FormProblems, LinkButton, TextArea, TextInput},
    contexts::Problems,
    server_fns::sso::SaveProvider,
};

/// The ways to say who the provider is; each is a form that the page itself answers with what was read.
#[component]
pub(crate) fn OfferForms(
    /// The page that is posted to.
    target: String,
    kind: IdpKind,
    protocol: SsoProtocol,
    typed: ProviderOffer,
    problems: Problems,
) -> impl IntoView {
    let hint = guide(kind, protocol).theirs;
    let forms = match protocol {
        SsoProtocol::Oidc => view! { <IssuerForm target hint typed problems/> }.into_any(),
        SsoProtocol::Saml => {
            // Google has a file and nothing else.
            let file_first = kind == IdpKind::Google || typed.source == "xml";
            let url =
                view! { <UrlForm target=target.clone() hint=if file_first { "" } else { hint } typed=typed.clone() problems/> }.into_any();
            let open = file_first;
            let xml = view! { <XmlForm target=target.clone() hint open typed=typed.clone() problems/> }.into_any();
            let fields = view! { <FieldsForm target typed problems/> }.into_any();
            if file_first { view! { {xml}{url}{fields} }.into_any() } else { view! { {url}{xml}{fields} }.into_any() }
        }
    };
    view! { <FormProblems problems/>{forms} }
}

#[component]
fn UrlForm(target: String, hint: &'static str, typed: ProviderOffer, problems: Problems) -> impl IntoView {
    let hint = if hint.is_empty() { "Where the provider publishes its metadata.".to_owned() } else { hint.to_owned() };
    view! {
        <form class="card form card-form" method="post" action=target>
            <input type="hidden" name="source" value="url"/>
            <TextInput name="metadata_url" label="Metadata address" kind="url" hint maxlength=2000_u32 required=true autocomplete="off" value=Some(typed.metadata_url) problem=problems.field("metadata_url")/>
            <div class="form-foot"><Button kind=ButtonKind::Primary>"Read metadata"</Button></div>
        </form>
    }
}

#[component]
fn XmlForm(target: String, hint: &'static str, open: bool, typed: ProviderOffer, problems: Problems) -> impl IntoView {
    let hint = if open { hint } else { "All of the file, from the first < to the last >." };
    view! {
        <details class="disclosure" open=open>
            <summary>"Paste the metadata instead"</summary>
            <form class="card form card-form" method="post" action=target>
                <input type="hidden" name="source" value="xml"/>
                <TextArea name="metadata" label="Metadata (XML)" hint rows=8 required=true value=Some(typed.metadata) problem=problems.field("metadata")/>
                <div class="form-foot"><Button>"Read metadata"</Button></div>
            </form>
        </details>
    }
}

#[component]
fn FieldsForm(target: String, typed: ProviderOffer, problems: Problems) -> impl IntoView {
    view! {
        <details class="disclosure" open=typed.source == "fields">
            <summary>"Type the values in instead"</summary>
            <form class="card form card-form" method="post" action=target>
                <input type="hidden" name="source" value="fields"/>
                <TextInput name="entity_id" label="Entity id" hint="What the provider calls itself: \u{201c}Issuer\u{201d} or \u{201c}Identifier\u{201d}." required=true maxlength=1000_u32 autocomplete="off" value=Some(typed.entity_id) problem=problems.field("entity_id")/>
                <TextInput name="sso_url" label="Sign-on address" hint="\u{201c}Single sign-on URL\u{201d} or \u{201c}Login URL\u{201d}, by redirect." kind="url" required=true maxlength=2000_u32 autocomplete="off" value=Some(typed.sso_url) problem=problems.field("sso_url")/>
                <TextArea name="certificate" label="Certificate" hint="X.509, as text that begins with -----BEGIN CERTIFICATE-----." rows=6 required=true value=Some(typed.certificate) problem=problems.field("certificate")/>
                <div class="form-foot"><Button>"Read values"</Button></div>
            </form>
        </details>
    }
}

#[component]
fn IssuerForm(target: String, hint: &'static str, typed: ProviderOffer, problems: Problems) -> impl IntoView {
    view! {
        <form class="card form card-form" method="post" action=target>
            <input type="hidden" name="source" value="issuer"/>
            <TextInput name="issuer" label="Issuer" hint kind="url" required=true maxlength=1000_u32 autocomplete="off" value=Some(typed.issuer) problem=problems.field("issuer")/>
            <div class="form-foot"><Button kind=ButtonKind::Primary>"Ask the provider"</Button></div>
        </form>
    }
}

/// Saves what was looked at; an OpenID Connect client is typed here, so that no page has to carry its secret.
#[component]
pub(super) fn SaveForm(
    org: String,
    id: ConnectionId,
    offer: ProviderOffer,
    seen: String,
    stored: bool,
    save: ServerAction<SaveProvider>,
) -> impl IntoView {
    let problems = Problems::of(save);
    let back = Place::Provider.href(&org, id);
    view! {
        <ActionForm action=save attr:class="form">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id.to_string()/>
            <Looked offer seen stored problems back pending=save.pending()/>
        </ActionForm>
    }
}

/// What was looked at, and the fields that go with it, inside of the form that saves it.
#[component]
pub(crate) fn Looked(
    offer: ProviderOffer,
    seen: String,
    stored: bool,
    problems: Problems,
    back: String,
    #[prop(into)] pending: Signal<bool>,
) -> impl IntoView {
    let client = (offer.source == "issuer").then(|| view! { <Client problems stored/> });
    let hidden = [
        ("offer[source]", offer.source),
        ("offer[metadata_url]", offer.metadata_url),
        ("offer[metadata]", offer.metadata),
        ("offer[entity_id]", offer.entity_id),
        ("offer[sso_url]", offer.sso_url),
        ("offer[certificate]", offer.certificate),
        ("offer[issuer]", offer.issuer),
    ];
    let hidden = hidden
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    view! {
        <input type="hidden" name="seen" value=seen/>
        {hidden.collect_view()}
        {client}
        <div class="form-foot">
            <LinkButton href=back>"Back"</LinkButton>
            <Button kind=ButtonKind::Primary pending>"Save provider"</Button>
        </div>
    }
}

#[component]
fn Client(problems: Problems, stored: bool) -> impl IntoView {
    let hint = if stored { "Left empty, the present one stays." } else { "It is stored sealed, and shown nowhere." };
    view! {
        <div class="card"><div class="card-body stack">
            <TextInput name="offer[client_id]" id="client_id" label="Client id" required=true maxlength=500_u32 autocomplete="off" problem=problems.field("client_id")/>
            <TextInput name="client_secret" label="Client secret" kind="password" hint required=!stored maxlength=1000_u32 autocomplete="off" problem=problems.field("client_secret")/>
        </div></div>
    }
}
