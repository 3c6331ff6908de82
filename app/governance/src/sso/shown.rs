//! What pages show of connections.

use model::{
    ConnectionId, IdpKind, SsoMode, SsoProtocol,
    views::{CertificateView, ConnectionLine, ConnectionState, ProviderView, SsoKeyLine},
};
use sha2::{Digest, Sha256};
use sso::{Certificate, saml::IdentityProvider};
use store::sso::{ConnectionRow, DomainRow, KeyRow, UsageRow};
use time::OffsetDateTime;

use super::connection::{self, OidcSettings, Protocol};

/// From when on an end is worth a word.
const SOON_DAYS: i64 = 60;

/// One line of the list.
pub(super) fn line(row: &ConnectionRow, domains: &[DomainRow], usage: &[UsageRow], now: OffsetDateTime) -> ConnectionLine {
    let id = row.connection();
    let usage = usage.iter().find(|usage| usage.connection() == id);
    let ends = certificate_ends(row);
    ConnectionLine {
        connection: id,
        name: row.fields.name.clone(),
        protocol: SsoProtocol::parse(&row.protocol).unwrap_or(SsoProtocol::Saml),
        kind: IdpKind::parse(&row.kind).unwrap_or(IdpKind::Other),
        state: match (&row.fields.provider, row.fields.enabled) {
            (None, _) => ConnectionState::SetUp,
            (Some(_), false) => ConnectionState::Off,
            (Some(_), true) => ConnectionState::On,
        },
        domains: domains
            .iter()
            .filter(|domain| domain.connection() == Some(id))
            .map(|domain| (domain.domain.clone(), mode(domain)))
            .collect(),
        certificate_ends: ends,
        ends_in_days: ends.and_then(|ends| soon(ends, now)),
        people: usage.map_or(0, |usage| u32::try_from(usage.people).unwrap_or(u32::MAX)),
        last_success_at: row.last_success_at,
        refused: usage.map_or(0, |usage| u32::try_from(usage.refused).unwrap_or(u32::MAX)),
    }
}

/// Whether a domain's people sign in by its connection.
pub(super) fn mode(row: &DomainRow) -> SsoMode {
    SsoMode::parse(&row.mode).unwrap_or(SsoMode::Off)
}

/// What was read of a provider, stored or not.
pub(super) fn provider(
    read: &Protocol,
    metadata_url: Option<String>,
    now: OffsetDateTime,
    own: Option<ConnectionId>,
    all: &[ConnectionRow],
) -> ProviderView {
    let id = provider_id(read);
    let same =
        |row: &&ConnectionRow| Some(row.connection()) != own && connection::protocol(row).is_ok_and(|other| provider_id(&other) == id);
    ProviderView {
        id: id.to_owned(),
        addresses: addresses(read),
        certificates: match read {
            Protocol::Saml(idp) => idp.certificates.iter().map(|certificate| self::certificate(certificate, now)).collect(),
            Protocol::Oidc(_) => Vec::new(),
        },
        client_id: match read {
            Protocol::Saml(_) => None,
            Protocol::Oidc(settings) => Some(settings.client_id.clone()),
        },
        metadata_url,
        wants_signed_requests: matches!(read, Protocol::Saml(idp) if idp.wants_signed_requests),
        also_used_by: all.iter().filter(same).map(|row| row.fields.name.clone()).collect(),
        seen: fingerprint(read),
    }
}

/// What a provider calls itself.
pub(super) fn provider_id(read: &Protocol) -> &str {
    match read {
        Protocol::Saml(idp) => &idp.entity_id,
        Protocol::Oidc(settings) => &settings.provider.issuer,
    }
}

fn addresses(read: &Protocol) -> Vec<(String, String)> {
    let known: Vec<(&str, Option<&String>)> = match read {
        Protocol::Saml(idp) => vec![
            ("Sign-on by redirect", idp.redirect_url.as_ref()),
            ("Sign-on by form", idp.post_url.as_ref()),
            ("Sign-out by redirect", idp.log_out_redirect.as_ref().map(|place| &place.url)),
            ("Sign-out by form", idp.log_out_post.as_ref().map(|place| &place.url)),
        ],
        Protocol::Oidc(OidcSettings { provider, .. }) => vec![
            ("Sign-on", Some(&provider.authorization_endpoint)),
            ("Tokens", Some(&provider.token_endpoint)),
            ("Keys", Some(&provider.jwks_uri)),
            ("Sign-out", provider.end_session_endpoint.as_ref()),
        ],
    };
    known.into_iter().filter_map(|(what, url)| Some((what.to_owned(), url?.clone()))).collect()
}

/// Of everything that is believed about a provider; not of who we are to it.
pub(super) fn fingerprint(read: &Protocol) -> String {
    let text = match read {
        Protocol::Saml(idp) => serde_json::to_vec(idp),
        Protocol::Oidc(settings) => serde_json::to_vec(&settings.provider),
    };
    Sha256::digest(text.unwrap_or_default()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn certificate(certificate: &Certificate, now: OffsetDateTime) -> CertificateView {
    CertificateView {
        subject: certificate.subject.clone(),
        sha256: certificate.sha256.clone(),
        key: certificate.key.clone(),
        not_before: certificate.not_before,
        not_after: certificate.not_after,
        fault: certificate.usable_at(now).err().map(|fault| fault.to_string()),
        ends_in_days: soon(certificate.not_after, now),
    }
}

/// One key of ours; one that cannot be read is left out.
pub(super) fn key(row: &KeyRow) -> Option<SsoKeyLine> {
    let certificate = Certificate::from_der(&row.certificate).ok()?;
    Some(SsoKeyLine {
        key: row.key(),
        sha256: certificate.sha256,
        not_after: certificate.not_after,
        is_current: row.is_current,
        created_at: row.created_at,
    })
}

/// When the last certificate ends that can check a signature.
pub(super) fn certificate_ends(row: &ConnectionRow) -> Option<OffsetDateTime> {
    let Ok(Protocol::Saml(IdentityProvider { certificates, .. })) = connection::protocol(row) else { return None };
    certificates.iter().map(|certificate| certificate.not_after).max()
}

fn soon(ends: OffsetDateTime, now: OffsetDateTime) -> Option<i64> {
    let days = (ends - now).whole_days();
    (days <= SOON_DAYS).then_some(if ends < now { days - 1 } else { days })
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn an_end_is_told_from_sixty_days_on_and_when_it_has_passed() {
        let now = datetime!(2026-03-01 12:00 UTC);

        assert_eq!(soon(datetime!(2026-06-01 12:00 UTC), now), None);
        assert_eq!(soon(datetime!(2026-03-08 13:00 UTC), now), Some(7));
        assert_eq!(soon(datetime!(2026-03-01 13:00 UTC), now), Some(0));
        assert_eq!(soon(datetime!(2026-03-01 11:00 UTC), now), Some(-1));
    }
}
