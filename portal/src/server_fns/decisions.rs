use leptos::prelude::*;
use model::{
    DecisionId,
    views::{DecisionDetail, DecisionPage},
};

use crate::PortalError;

/// One page of decisions; the words are those of the address bar.
#[server(prefix = "/fn", endpoint = "decisions/list")]
pub(crate) async fn list_decisions(
    org: String,
    verdict: Option<String>,
    policy: Option<String>,
    key: Option<String>,
    since: Option<String>,
    before: Option<String>,
) -> Result<DecisionPage, PortalError> {
    let query = crate::pages::decisions::DecisionQuery { verdict, policy, key, since, before };
    crate::door::decisions::decisions(org, query.filter()?).await
}

/// One decision.
#[server(prefix = "/fn", endpoint = "decisions/read")]
pub(crate) async fn read_decision(org: String, id: DecisionId) -> Result<DecisionDetail, PortalError> {
    crate::door::decisions::decision(org, id).await
}
