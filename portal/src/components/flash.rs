use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{Notice, Tone};

/// Says what the last form did. The address names it by a word from a fixed list, so that it works
/// without scripts and nobody can put words into our mouth by a link.
#[component]
pub(crate) fn Flash() -> impl IntoView {
    let query = use_query_map();
    let sentence = move || query.with(|q| q.get("done").and_then(|word| sentence(&word)));
    move || {
        sentence().map(|sentence| {
            view! {
                <div class="flash" role="status">
                    <Notice tone=Tone::Ok>{sentence}</Notice>
                </div>
            }
        })
    }
}

fn sentence(word: &str) -> Option<&'static str> {
    SENTENCES.iter().find(|(known, _)| *known == word).map(|(_, sentence)| *sentence)
}

/// What each form did.
const SENTENCES: &[(&str, &str)] = &[
    ("approved", "Approved. The caller may run exactly this call, once."),
    ("rejected", "Rejected. The caller is told your reason."),
    ("key-created", "API key created."),
    ("key-rolled", "API key rolled. Both secrets work until the overlap ends."),
    ("key-rolled-now", "API key rolled. The old secret no longer works."),
    ("key-revoked", "API key revoked. Calls with it are refused."),
    ("key-changed", "Settings saved. They count within a second."),
    ("key-overlap-ended", "Old secrets ended. Only the newest works."),
    ("key-rules-changed", "Rule saved. It counts for new keys."),
    ("policy-created", "Policy saved. It is enforced within a second."),
    ("policy-changed", "Policy changed. The new version is enforced within a second."),
    ("policy-deleted", "Policy deleted. It is no longer evaluated."),
    ("policy-overridden", "Override made. It is in force within a second."),
    ("policy-drafted", "Draft saved. What is in force stays until a second person releases it."),
    ("policy-rolled-back", "Rolled back. The earlier version is enforced within a second."),
    ("settings-changed", "Settings saved. They are in force within a second."),
    ("release-mode-changed", "Release mode saved."),
    ("release-requested", "Handed in. Somebody who did not write it can release it."),
    ("release-withdrawn", "Withdrawn. What is in force stays."),
    ("released", "Released. It is enforced within a second."),
    ("released-emergency", "Released in an emergency. It waits for a review."),
    ("release-reviewed", "Marked as reviewed."),
    ("override-lifted", "Override lifted. The policy asks for what it says itself again."),
    ("export-started", "Export started."),
    ("factor-on", "Second factor is on. It is asked for at each sign-in."),
    ("sdk-password-removed", "Password for the SDK removed. Its sessions have ended."),
    ("security-changed", "Security settings saved. They count from everybody's next request."),
    ("access-granted", "Granted. They can look from now on; each look stands below and in your log."),
    ("access-refused", "Refused. They see nothing of what is in your organisation."),
    ("access-ended", "Ended. They see nothing of it from their next request."),
    ("passkey-added", "Passkey added. All your other sessions ended."),
    ("passkey-removed", "Passkey removed. All your other sessions ended."),
    ("confirmed", "Confirmed. For the next half hour you may change how you sign in."),
    ("codes-renewed", "New recovery codes made. The old ones no longer work."),
    ("session-ended", "Session ended."),
    ("sessions-ended", "All other sessions ended."),
    ("invited", "Invited. Each gets a letter with a link that is good for 7 days."),
    ("invitation-renewed", "Sent again. The link is good for 7 days, and the one before no longer works."),
    ("invitation-revoked", "Invitation withdrawn. Its link opens nothing."),
    ("roles-changed", "Roles changed. They count from the member's next request."),
    ("role-given", "Role given. It counts from the member's next request."),
    ("role-created", "Role created. Give it to members on their pages, or invite people as it."),
    ("role-changed", "Role saved. It counts from the next request of whoever holds it."),
    ("role-removed", "Role removed."),
    ("team-created", "Team created. Add members, or choose what it carries."),
    ("team-changed", "Saved. What members hold by the team says the new name."),
    ("team-roles", "Roles saved. They count from the next request of whoever is in the team."),
    ("team-add", "Added. It counts from their next request."),
    ("team-remove", "Taken out. What they had by the team alone is gone from their next request."),
    ("team-removed", "Team removed. What its members had by it alone is gone from their next request."),
    ("member-suspended", "Member suspended. Sessions have ended, and their keys are refused."),
    ("member-reactivated", "Member reactivated, with the roles that they had."),
    ("member-removed", "Member removed. The receipt says what ended."),
    ("member-sessions-ended", "Sessions ended. The member may sign in again."),
    ("directory-token-created", "Token made. Your directory can call as soon as it has it."),
    ("directory-token-revoked", "Token revoked. Calls with it are refused."),
    ("mapping-saved", "Saved. Roles follow the groups from now on."),
    ("looked-again", "Looked again. Whoever could become a member is one now."),
    ("departures-released", "Removed. The receipts say what ended."),
    ("departures-discarded", "Kept. They stay members until the directory names them again."),
    ("bounds-changed", "Saved. It counts from the next departure."),
    ("break-glass-named", "Named. Neither the directory nor a provider can lock this owner out."),
    ("break-glass-lifted", "Lifted. This owner is one like others again."),
    ("provider-saved", "Provider saved. Nobody is sent to it before a domain is."),
    ("set-up-link-made", "Link made. It works from now on."),
    ("set-up-link-revoked", "Link taken back. It opens nothing any more."),
    ("guest-provider-saved", "Saved. Test it now; nobody is affected before an administrator turns it on."),
    ("guest-domain-verified", "The record was found. The domain is verified."),
    ("idp-initiated-on", "Saved. Sign-ins may begin at the provider."),
    ("idp-initiated-off", "Saved. Every sign-in begins here."),
    ("people-mapped", "Saved. It counts for whoever comes next."),
    ("rule-added", "Rule added. It counts at each sign-in from now on."),
    ("rule-removed", "Rule removed. Who held the role by it loses it at the next sign-in."),
    ("connection-renamed", "Connection renamed."),
    ("connection-on", "Connection switched on."),
    ("connection-off", "Connection switched off. Its people sign in by password."),
    ("connection-removed", "Connection removed, with its keys, its links and its log."),
    ("certificate-added", "Certificate added. Answers that it signed are taken from now on."),
    ("certificate-removed", "Certificate removed. Answers that it signed are refused."),
    ("metadata-same", "Metadata read again. No new certificate is published."),
    ("metadata-new", "Metadata read again. What is new is trusted beside what was."),
    ("our-key-changed", "Our key changed."),
    ("domain-routed", "Saved. It counts from the next sign-in."),
    ("domain-verified", "Domain verified."),
    ("domain-removed", "Domain removed. Its people sign in by password."),
    ("joined", "Welcome. You are a member now."),
    ("password-reset", "New password set. All sessions have ended; sign in with it."),
    ("password-changed", "Password changed. All other sessions ended."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_words_speak() {
        assert!(sentence("approved").is_some());
        assert_eq!(sentence("<b>pay here</b>"), None);
    }
}
