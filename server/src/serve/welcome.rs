use serde::Serialize;
use time::OffsetDateTime;

use crate::{demo::Demo, provision};

/// What the service says when it listens.
#[derive(Debug, Serialize)]
pub struct Welcome {
    /// Where to sign in.
    pub url: String,
    /// Where letters go: a mail server, or a folder with a file for each; commands send none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// The demonstration organisations, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demo: Option<Demo>,
    #[serde(skip)]
    now: Option<OffsetDateTime>,
}

impl Welcome {
    pub(crate) fn new(url: &str, mail: Option<String>, demo: Option<&Demo>, now: OffsetDateTime) -> Self {
        Self { url: url.to_owned(), mail, demo: demo.cloned(), now: Some(now) }
    }

    /// The same for a person.
    pub fn text(&self) -> String {
        let mut lines = vec![String::new(), format!("AxonFlow listens. Sign in at {}/signin", self.url)];
        lines.extend(self.mail.iter().map(|mail| format!("Letters go to {mail}")));
        for org in self.demo.iter().flat_map(|demo| &demo.orgs) {
            lines.push(format!("\n{}", org.slug));
            for (role, person) in [("owner", &org.owner), ("approver", &org.approver), ("viewer", &org.viewer)] {
                let code = self.now.and_then(|now| provision::current_code(&person.totp_secret, now)).unwrap_or_default();
                lines.push(format!("  {role:<9} {:<28} password {}   code now {code}", person.email, person.password));
            }
            lines.push(format!("  SDK       client id {}  secret {}", org.client_id, org.client_secret));
        }
        if self.demo.is_some() {
            lines.push(
                "\nA code lasts 30 seconds; `axonflow demo` prints fresh ones. The credentials are in demo.json of the data directory."
                    .to_owned(),
            );
        }
        lines.join("\n")
    }
}
