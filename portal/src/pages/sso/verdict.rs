//! What was checked of an answer, in order, and what to change at the provider where a check did not hold.

use leptos::prelude::*;
use model::{
    IdpKind, SsoProtocol,
    views::{CheckedStep, SsoValues},
};

use super::{guide::guide, values::Value};
use crate::components::{CheckLine, CheckResult};

/// Every check, in the order in which it is made.
const SAML: [&str; 11] =
    ["shape", "status", "issuer", "signature", "destination", "request", "audience", "window", "subject", "email", "account"];
const OIDC: [&str; 8] = ["issuer", "signature", "request", "audience", "window", "subject", "email", "account"];

/// The list of checks of one answer.
#[component]
pub(crate) fn Verdict(
    /// What was checked.
    steps: Vec<CheckedStep>,
    /// Of which connection.
    protocol: SsoProtocol,
    /// Whose provider it is.
    kind: IdpKind,
    /// Our values, where one of them would put a failed check right.
    #[prop(optional_no_strip)]
    ours: Option<SsoValues>,
) -> impl IntoView {
    let skipped = not_reached(&steps, protocol);
    let seen = steps.into_iter().map(|step| {
        let more = if step.held { None } else { ours.as_ref().and_then(|ours| fix(&step.step, protocol, kind, ours)) };
        let result = if step.held { CheckResult::Pass } else { CheckResult::Fail };
        let (what, seen) = (name_of(&step.step), step.seen);
        match more {
            Some((label, value)) => view! {
                <CheckLine result what seen><p>"Give this value to the provider:"</p><Value label value/></CheckLine>
            }
            .into_any(),
            None => view! { <CheckLine result what seen/> }.into_any(),
        }
    });
    let rest = skipped.into_iter().map(|step| view! { <CheckLine result=CheckResult::NotReached what=name_of(step) seen=""/> });
    view! { <ol class="checklist">{seen.collect_view()}{rest.collect_view()}</ol> }
}

/// The checks after one that did not hold.
fn not_reached(steps: &[CheckedStep], protocol: SsoProtocol) -> Vec<&'static str> {
    let all: &[&str] = match protocol {
        SsoProtocol::Saml => &SAML,
        SsoProtocol::Oidc => &OIDC,
    };
    if steps.iter().all(|step| step.held) {
        return Vec::new();
    }
    all.iter().copied().filter(|name| !steps.iter().any(|step| step.step == *name)).collect()
}

fn fix(step: &str, protocol: SsoProtocol, kind: IdpKind, ours: &SsoValues) -> Option<(&'static str, String)> {
    let guide = guide(kind, protocol);
    match (step, protocol) {
        ("audience", SsoProtocol::Saml) => Some((guide.entity_id, ours.entity_id.clone()?)),
        ("destination", SsoProtocol::Saml) => Some((guide.acs_url, ours.acs_url.clone()?)),
        _ => None,
    }
}

fn name_of(step: &str) -> &'static str {
    match step {
        "shape" => "Message",
        "status" => "Provider's own verdict",
        "issuer" => "Issuer",
        "signature" => "Signature",
        "destination" => "Recipient and destination",
        "request" => "In response to",
        "audience" => "Audience",
        "window" => "Clock and time window",
        "subject" => "Subject",
        "email" => "E-mail and its domain",
        "account" => "Account and role",
        _ => "Check",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, held: bool) -> CheckedStep {
        CheckedStep { step: name.to_owned(), held, seen: String::new() }
    }

    #[test]
    fn what_comes_after_a_failed_check_was_not_reached() {
        let steps = [step("shape", true), step("status", true), step("issuer", true), step("signature", false)];

        assert_eq!(not_reached(&steps, SsoProtocol::Saml), SAML[4..]);
        assert!(not_reached(&steps[..3], SsoProtocol::Saml).is_empty(), "all that was checked held");
    }

    #[test]
    fn every_check_has_a_name_and_two_have_a_value_that_puts_them_right() {
        let ours = SsoValues {
            signed_out_uri: None,
            slo_url: None,
            entity_id: Some("us".to_owned()),
            acs_url: Some("back".to_owned()),
            metadata_url: None,
            redirect_uri: None,
            test_url: String::new(),
        };

        assert!(SAML.iter().chain(&OIDC).all(|step| name_of(step) != "Check"));
        assert_eq!(fix("audience", SsoProtocol::Saml, IdpKind::Okta, &ours), Some(("Audience URI (SP Entity ID)", "us".to_owned())));
        assert_eq!(fix("audience", SsoProtocol::Oidc, IdpKind::Other, &ours), None);
    }
}
