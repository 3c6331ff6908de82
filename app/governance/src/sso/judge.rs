//! What a provider sent, judged off the event loop, a few at a time.

use sso::{
    Refusal, Refused, Step, Trail, oidc,
    saml::{self, Subject},
};
use store::{OrgScope, sso::ConnectionRow};
use time::OffsetDateTime;
use url::Url;

use super::{
    connection::{self, OidcSettings, Protocol},
    expects::Expects,
    finish::Sent,
    log_out::AtProvider,
};
use crate::{Governance, Result, slots::Slots};

/// Of the whole process: checking a signature is work of C code that nobody can interrupt.
pub(super) static SLOTS: Slots = Slots::new(2);

/// Whom a provider speaks of.
pub(super) struct Stated {
    pub(super) subject: Subject,
    /// An assertion's id, and until when it has to be remembered.
    pub(super) once: Option<(String, OffsetDateTime)>,
    /// What the provider has to be told when they sign out there too.
    pub(super) at_provider: AtProvider,
    pub(super) trail: Trail,
}

/// What became of an answer.
pub(super) type Verdict = std::result::Result<Stated, Refused>;

pub(super) async fn judge(
    gov: &Governance,
    scope: &OrgScope,
    slug: &str,
    row: &ConnectionRow,
    expects: Expects,
    sent: Sent,
) -> Result<Verdict> {
    match (connection::protocol(row)?, expects, sent) {
        (Protocol::Saml(idp), Expects::Saml(request_id), Sent::Saml(encoded)) => {
            saml_answer(gov, slug, row, idp, Some(request_id), encoded).await
        }
        (Protocol::Oidc(settings), Expects::Oidc(nonce, verifier), Sent::Code { code, issuer }) => {
            if issuer
                .as_ref()
                .map_or(settings.provider.authorization_response_iss_parameter_supported, |issuer| *issuer != settings.provider.issuer)
            {
                let found = issuer.unwrap_or_else(|| "nobody".to_owned());
                return refused(Step::Issuer, Refusal::Issuer { found, expected: settings.provider.issuer });
            }
            code_answer(gov, scope, slug, row, &settings, (&nonce, &verifier), &code).await
        }
        (Protocol::Oidc(_), Expects::Oidc(..), Sent::Error(error)) => refused(Step::Status, Refusal::Provider(error)),
        _ => refused(Step::Shape, Refusal::Shape("it belongs to another protocol")),
    }
}

/// The same for an answer that nobody asked for here.
pub(super) async fn judge_unsolicited(gov: &Governance, slug: &str, row: &ConnectionRow, encoded: String) -> Result<Verdict> {
    match connection::protocol(row)? {
        Protocol::Saml(idp) => saml_answer(gov, slug, row, idp, None, encoded).await,
        Protocol::Oidc(_) => refused(Step::Shape, Refusal::Shape("it belongs to another protocol")),
    }
}

fn refused(step: Step, why: Refusal) -> Result<Verdict> {
    Ok(Err(Trail::default().refuse(step, why)))
}

async fn saml_answer(
    gov: &Governance,
    slug: &str,
    row: &ConnectionRow,
    idp: saml::IdentityProvider,
    request_id: Option<String>,
    encoded: String,
) -> Result<Verdict> {
    let (sp, now) = (connection::service_provider(gov, slug, row.connection()), gov.now());
    let judged =
        SLOTS.run(move || saml::verify(&saml::Answer { encoded: &encoded, idp: &idp, sp: &sp, request_id: request_id.as_deref(), now }));
    let assertion = match judged.await? {
        Ok(assertion) => assertion,
        Err(refused) => return Ok(Err(refused)),
    };
    Ok(match assertion.subject(row.fields.email_attribute.as_deref(), row.fields.groups_attribute.as_deref()) {
        Ok(subject) => Ok(Stated {
            subject,
            once: Some((assertion.id, assertion.remember_until)),
            at_provider: AtProvider::Saml(assertion.session),
            trail: assertion.trail,
        }),
        Err(why) => Err(assertion.trail.refuse(Step::Email, why)),
    })
}

async fn code_answer(
    gov: &Governance,
    scope: &OrgScope,
    slug: &str,
    row: &ConnectionRow,
    settings: &OidcSettings,
    (nonce, verifier): (&str, &str),
    code: &str,
) -> Result<Verdict> {
    let secret = connection::secret(gov, scope, row).await?;
    let client =
        oidc::Client { id: settings.client_id.clone(), secret, redirect_uri: connection::redirect_uri(gov, slug, row.connection()) };
    let fetched = async {
        let request = oidc::token_request(&settings.provider, &client, code, verifier);
        let url = address(&request.url)?;
        let authorization = request.authorization.as_ref().map(|value| value.expose().as_str());
        let answer = gov.parts.outbound.post_form(&url, authorization, request.form.expose().clone()).await.map_err(unreachable)?;
        let token = oidc::read_id_token(&answer.body)?;
        // Fetched each time: a key that the provider took back is not believed, and a new one is known at once.
        let keys = gov.parts.outbound.get(&address(&settings.provider.jwks_uri)?).await.map_err(unreachable)?;
        Ok::<_, Refusal>((token, oidc::Keys::read(&keys)?))
    };
    let (token, keys) = match fetched.await {
        Ok(fetched) => fetched,
        Err(why) => return refused(Step::Shape, why),
    };
    let question = oidc::Question { provider: &settings.provider, keys: &keys, client_id: &settings.client_id, nonce, now: gov.now() };
    Ok(match oidc::verify(token.expose(), &question) {
        oidc::Judged::Good(claims) => {
            let at_provider = AtProvider::oidc(token.expose());
            Ok(Stated { subject: claims.subject, once: None, at_provider, trail: claims.trail })
        }
        oidc::Judged::UnknownKey => Err(Trail::default().refuse(Step::Signature, Refusal::Signature)),
        oidc::Judged::Refused(refused) => Err(refused),
    })
}

fn address(text: &str) -> std::result::Result<Url, Refusal> {
    Url::parse(text).map_err(|error| Refusal::Unreachable(error.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn unreachable(fault: outbound::Fault) -> Refusal {
    Refusal::Unreachable(fault.to_string())
}
