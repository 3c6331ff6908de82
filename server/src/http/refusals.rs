use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use governance::{Governance, auth::Caller};
use ledger::Deed;
use model::{DeedKind, KeyId};
use uuid::Uuid;

use gate::{problem::Problem, request_facts::Noted};

/// Keys remembered at once; when there are more, a minute may hold two records of one key.
const MOST_KEYS: usize = 10_000;

/// What [`record_refusals`] works with.
#[derive(Clone)]
pub struct Refusals {
    gov: Governance,
    limited: Arc<LimitedKeys>,
}

/// The minute in which the last rate-limit refusal of a key was recorded.
#[derive(Default)]
struct LimitedKeys(Mutex<HashMap<KeyId, i64>>);

impl Refusals {
    /// Records through this.
    pub fn new(gov: Governance) -> Self {
        Self { gov, limited: Arc::default() }
    }
}

/// Layer over all API routes: what an authenticated client was refused becomes a record, whichever extractor refused it.
pub async fn record_refusals(State(refusals): State<Refusals>, request: Request, next: Next) -> Response {
    let noted = request.extensions().get::<Arc<Noted>>().cloned().unwrap_or_default();
    let route = request.extensions().get::<MatchedPath>().map_or_else(String::new, |path| path.as_str().to_owned());
    let response = next.run(request).await;
    if let (Some(caller), Some(problem)) = (noted.caller(), response.extensions().get::<Problem>()) {
        refusals.record(caller, problem, &route).await;
    }
    response
}

impl Refusals {
    async fn record(&self, caller: &Caller, problem: &Problem, route: &str) {
        let minute = self.gov.now().unix_timestamp().div_euclid(60);
        let is_recorded = is_refusal(problem.status) && (problem.status != 429 || self.limited.is_first(caller.key_id(), minute));
        if !is_recorded {
            return;
        }
        let deed = Deed::new(DeedKind::Refused, Uuid::new_v4()).target(route).fact("code", problem.code).fact("status", problem.status);
        // The answer is a refusal either way; a record that could not be made is told to the operators.
        if let Err(error) = self.gov.parts.writer.append(&caller.scope, deed).await {
            metrics::counter!("axonflow_refusals_unrecorded_total").increment(1);
            tracing::error!(error = &error as &dyn std::error::Error, code = problem.code, "a refusal was not recorded");
        }
    }
}

/// Shape, scopes and limits; "not found" and conflicts are answers, not refusals.
const fn is_refusal(status: u16) -> bool {
    matches!(status, 400 | 401 | 403 | 408 | 413 | 415 | 429)
}

impl LimitedKeys {
    fn is_first(&self, key: KeyId, minute: i64) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST_KEYS {
            seen.retain(|_, last| *last == minute);
        }
        seen.insert(key, minute) != Some(minute)
    }
}

#[cfg(test)]
mod tests {
    use model::Id;

    use super::*;

    #[test]
    fn one_rate_limit_record_per_key_and_minute() {
        let seen = LimitedKeys::default();
        let (a, b): (KeyId, KeyId) = (Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(2)));

        let firsts = [(a, 1), (a, 1), (b, 1), (a, 2), (a, 2)].map(|(key, minute)| seen.is_first(key, minute));

        assert_eq!(firsts, [true, false, true, true, false]);
    }
}
