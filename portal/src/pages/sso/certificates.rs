use leptos::prelude::*;
use model::{
    ConnectionId, SsoProtocol,
    views::{CertificateView, ConnectionView},
};

use super::{
    frame::{OneConnection, Place},
    our_keys::OurKeys,
    provider_shown::{CertificateShown, fingerprint},
};
use crate::{
    components::{Button, ButtonKind, ButtonSize, Card, FormProblems, Notice, TextArea},
    contexts::Problems,
    server_fns::sso::{AddCertificate, RefreshMetadata, RemoveCertificate},
};

/// `/o/:org/sso/:id/certificates`: the provider's, several at once, and our keys.
#[component]
pub(crate) fn CertificatesPage() -> impl IntoView {
    view! { <OneConnection at=Place::Certificates draw=|org, view| view! { <Certificates org view/> }/> }
}

#[component]
fn Certificates(org: String, view: ConnectionView) -> impl IntoView {
    let Some(provider) = view.provider.filter(|_| view.line.protocol == SsoProtocol::Saml) else {
        return view! {
            <Notice title="There are none to keep.">"An OpenID Connect provider is asked for its keys at each sign-in, and a SAML provider's come with its metadata."</Notice>
        }
        .into_any();
    };
    let id = view.line.connection;
    let remove = ServerAction::<RemoveCertificate>::new();
    let only = provider.certificates.len() == 1;
    let rows = provider.certificates.into_iter().map(|certificate| row(&org, id, certificate, only, remove)).collect_view();
    let published = provider.metadata_url.map(|url| view! { <Refresh org=org.clone() id url/> });
    view! {
        <Card title="The provider's certificates" id="theirs" flush=true>
            <FormProblems problems=Problems::of(remove)/>
            <ul class="list">{rows}</ul>
        </Card>
        {published}
        <AddForm org=org.clone() id/>
        <OurKeys org id keys=view.keys/>
    }
    .into_any()
}

fn row(
    org: &str,
    id: ConnectionId,
    certificate: CertificateView,
    only: bool,
    remove: ServerAction<RemoveCertificate>,
) -> impl IntoView + use<> {
    let sha256 = certificate.sha256.clone();
    let name = fingerprint(&sha256).chars().take(8).collect::<String>();
    let org = org.to_owned();
    let button = (!only).then(move || {
        view! {
            <ActionForm action=remove>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="sha256" value=sha256/>
                <Button kind=ButtonKind::DangerQuiet size=ButtonSize::Small>"Remove"<span class="visually-hidden">" certificate "{name}</span></Button>
            </ActionForm>
        }
    });
    view! { <li><div class="grow"><CertificateShown certificate/></div>{button}</li> }
}

#[component]
fn Refresh(org: String, id: ConnectionId, url: String) -> impl IntoView {
    let refresh = ServerAction::<RefreshMetadata>::new();
    let problems = Problems::of(refresh);
    let at_field = problems.field("metadata_url");
    view! {
        <ActionForm action=refresh attr:class="card form card-form">
            <FormProblems problems/>
            {move || at_field.get().map(|problem| view! { <p class="error">{problem}</p> })}
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id.to_string()/>
            <p class="help">"The metadata came from "<span class="mono wrap">{url}</span>". Read again, new certificates are trusted beside those above; nothing that works is dropped."</p>
            <div class="form-foot"><Button pending=refresh.pending()>"Read metadata again"</Button></div>
        </ActionForm>
    }
}

#[component]
fn AddForm(org: String, id: ConnectionId) -> impl IntoView {
    let add = ServerAction::<AddCertificate>::new();
    let problems = Problems::of(add);
    view! {
        <ActionForm action=add attr:class="card form card-form">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id.to_string()/>
            <TextArea name="certificate" label="Add a certificate" hint="The provider's next one, before it signs with it. Text that begins with -----BEGIN CERTIFICATE-----." rows=5 required=true problem=problems.field("certificate")/>
            <div class="form-foot"><Button kind=ButtonKind::Primary pending=add.pending()>"Add certificate"</Button></div>
        </ActionForm>
    }
}
