use std::{sync::Arc, time::Duration, time::Instant};

use axum::{
    body::{Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use gate::request_facts;
use governance::{
    Governance,
    directory::{self, Call, DirectoryCaller, authenticate},
};
use model::{
    RequestFacts,
    strict_json::{self, Nul},
};
use scim::Problem;
use serde_json::Value;
use vault::SecretString;

use super::answer::{Detail, Refused};
use crate::http::{Late, in_time};

/// Larger bodies are refused; ten thousand members fit.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Slower bodies are refused.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// What [`admit`] learned about a request.
pub(super) struct Admitted {
    pub(super) caller: DirectoryCaller,
    pub(super) body: Option<Value>,
}

/// Proves the token, reads the body, and notes the call with its answer. Without a live token nobody learns anything, and
/// there is no organisation whose log could tell about it.
pub(super) async fn admit(State(gov): State<Governance>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (method, path) = (request.method().to_string(), request.uri().path_and_query().map(ToString::to_string).unwrap_or_default());
    // Taken out of the request first: its body may not be shared between threads while the token is looked up.
    let token = bearer(request.headers()).unwrap_or_default().to_owned();
    let caller = match caller(&gov, SecretString::new(token), request_facts::of(request.extensions())).await {
        Ok(caller) => caller,
        Err(refused) => return refused.into_response(),
    };
    let (response, admitted) = answer(&gov, &caller, request, next).await;
    let detail = response.extensions().get::<Detail>().map(|detail| detail.0.clone()).unwrap_or_default();
    let status = response.status().as_u16();
    let body = admitted.as_ref().and_then(|admitted| admitted.body.as_ref());
    let call = Call { method: &method, path: &path, status, body, detail: &detail, took: started.elapsed() };
    directory::note(&gov, &caller, call).await;
    response
}

async fn caller(gov: &Governance, token: SecretString, facts: Arc<RequestFacts>) -> Result<DirectoryCaller, Refused> {
    let admitted = authenticate(gov, token.expose(), facts).await;
    if admitted.as_ref().is_err_and(|error| error.problem == Problem::Unauthorized) {
        metrics::counter!("axonflow_authentication_refused_total", "why" => "directory").increment(1);
    }
    Ok(admitted?)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

async fn answer(gov: &Governance, caller: &DirectoryCaller, request: Request, next: Next) -> (Response, Option<Arc<Admitted>>) {
    let (parts, body) = request.into_parts();
    let body = match tokio::time::timeout(MAX_WAIT, to_bytes(body, MAX_BYTES)).await {
        Ok(Ok(bytes)) => read(&bytes),
        Ok(Err(_)) => Err(Problem::TooLarge.because("The body is larger than 2 MiB, or broke off.").into()),
        Err(_) => Err(Problem::InvalidSyntax.because("The body did not arrive within 10 seconds.").into()),
    };
    let admitted = match body {
        Ok(body) => Arc::new(Admitted { caller: caller.clone(), body }),
        Err(refused) => return (Refused::into_response(refused), None),
    };
    let mut request = Request::from_parts(parts, axum::body::Body::empty());
    request.extensions_mut().insert(admitted.clone());
    let response = in_time(gov, next.run(request)).await.unwrap_or_else(|late| {
        let why = match late {
            Late::Slow => "This took too long and was given up.",
            Late::NoDatabase => "Temporarily unavailable. Try again shortly.",
        };
        Refused::from(Problem::Internal.because(why)).into_response()
    });
    (response, Some(admitted))
}

fn read(bytes: &Bytes) -> Result<Option<Value>, Refused> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    let parsed = strict_json::parse(bytes, Nul::Refused);
    Ok(Some(parsed.map_err(|_| Problem::InvalidSyntax.because("The body is not well-formed JSON, or names a member twice."))?))
}
