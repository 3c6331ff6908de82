use leptos::prelude::*;
use model::views::{CertificateView, ProviderView};

use super::frame::days_in_words;
use crate::{
    components::{Notice, StatusWord, Tone},
    pages::keys::Day,
};

/// What was read of a provider.
#[component]
pub(crate) fn ProviderShown(provider: ProviderView) -> impl IntoView {
    let addresses =
        provider.addresses.into_iter().map(|(what, url)| view! { <dt>{what}</dt><dd class="mono wrap">{url}</dd> }).collect_view();
    let certificates = provider
        .certificates
        .into_iter()
        .map(|certificate| view! { <dt>"Certificate"</dt><dd><CertificateShown certificate/></dd> })
        .collect_view();
    let source = provider.metadata_url.map(|url| view! { <dt>"Read from"</dt><dd class="mono wrap">{url}</dd> });
    let client = provider.client_id.filter(|id| !id.is_empty()).map(|id| view! { <dt>"Client id"</dt><dd class="mono wrap">{id}</dd> });
    let signed = provider.wants_signed_requests.then(|| view! { <dt>"Requests"</dt><dd>"have to be signed, and will be"</dd> });
    let also = (!provider.also_used_by.is_empty()).then(|| {
        let names = provider.also_used_by.join(", ");
        view! { <Notice tone=Tone::Warn title="Another connection is to the same provider:">{names}"."</Notice> }
    });
    view! {
        {also}
        <dl class="kv">
            <dt>"Calls itself"</dt>
            <dd class="mono wrap">{provider.id}</dd>
            {addresses}
            {signed}
            {client}
            {source}
            {certificates}
        </dl>
    }
}

/// Whom a certificate names, until when, and its fingerprint as consoles show it.
#[component]
pub(super) fn CertificateShown(certificate: CertificateView) -> impl IntoView {
    let state = match (&certificate.fault, certificate.ends_in_days) {
        (Some(fault), _) => view! { <StatusWord tone=Tone::Bad>{format!("Cannot be used: {fault}")}</StatusWord> }.into_any(),
        (None, Some(days)) => {
            let tone = if days <= 7 { Tone::Bad } else { Tone::Warn };
            view! { <StatusWord tone>{format!("Ends {}", days_in_words(days))}</StatusWord> }.into_any()
        }
        (None, None) => view! { <StatusWord tone=Tone::Ok>"Good until "<Day at=certificate.not_after/></StatusWord> }.into_any(),
    };
    view! {
        {state}
        <p class="small muted wrap">{certificate.subject}", "{certificate.key}</p>
        <p class="small muted mono wrap">{fingerprint(&certificate.sha256)}</p>
    }
}

/// Pairs with colons, as consoles show it.
pub(super) fn fingerprint(sha256: &str) -> String {
    let upper = sha256.to_ascii_uppercase();
    let pairs: Vec<&str> = upper.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok()).collect();
    pairs.join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_reads_as_in_consoles() {
        assert_eq!(fingerprint("0a1bff"), "0A:1B:FF");
        assert_eq!(fingerprint(""), "");
    }
}
