use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::{ConnectionId, Slug, SsoProtocol};

use crate::{
    components::{ButtonKind, ButtonSize, LinkButton},
    layouts::AuthLayout,
};

/// Says what has ended, and what has not: whoever came by a provider is signed in there still.
#[component]
pub(crate) fn SignedOutPage() -> impl IntoView {
    let query = use_query_map();
    let at_provider =
        query.with_untracked(|query| at_provider(&query.get("by")?, &query.get("org")?, &query.get("connection")?, &query.get("ticket")?));
    let also = at_provider.map(|href| {
        view! {
            <p class="muted">"You are still signed in at your identity provider, which would let the next person at this browser in again."</p>
            <a class="btn btn-lg btn-block" href=href rel="external">"Sign out there too"</a>
        }
    });
    view! {
        <Title text="Signed out" />
        <AuthLayout>
            <header class="stack-2">
                <h1>"Signed out"</h1>
                <p class="muted">"The session in this browser has ended. Sessions in other browsers go on."</p>
            </header>
            <LinkButton href="/signin" kind=ButtonKind::Primary size=ButtonSize::Block>"Sign in"</LinkButton>
            {also}
        </AuthLayout>
    }
}

/// Where a browser signs out at its provider: of real names and ids only, since the address is anybody's to write.
fn at_provider(by: &str, org: &str, connection: &str, ticket: &str) -> Option<String> {
    let (by, org, connection) = (SsoProtocol::parse(by)?.as_str(), Slug::parse(org).ok()?, connection.parse::<ConnectionId>().ok()?);
    let is_plain = ticket.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_plain.then(|| format!("/auth/{by}/{org}/{connection}/logout?ticket={ticket}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_and_an_id_lead_on() {
        let id = "018f0000-0000-7000-8000-000000000000";

        assert_eq!(at_provider("oidc", "acme", id, "a-_9"), Some(format!("/auth/oidc/acme/{id}/logout?ticket=a-_9")));
        assert_eq!(at_provider("saml", "acme", id, "a"), Some(format!("/auth/saml/acme/{id}/logout?ticket=a")));
        let odd = [
            ("oidc", "acme/../x", id, "a"),
            ("oidc", "acme", "//evil.example", "a"),
            ("x/y", "acme", id, "a"),
            ("oidc", "acme", id, "a&b"),
        ];
        assert!(odd.iter().all(|(by, org, id, ticket)| at_provider(by, org, id, ticket).is_none()));
    }
}
