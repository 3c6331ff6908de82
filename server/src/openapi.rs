//! The description of the API, made from the routes themselves: as JSON for tools and as a page for people.

mod page;

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use gate::Anyone;
use utoipa::openapi::{
    Components, Info, OpenApi, PathItem, SecurityRequirement,
    path::Operation,
    security::{Http, HttpAuthScheme, SecurityScheme},
};

use crate::api::table::{self, Needs};

const SCHEME: &str = "api_key";
/// The page loads its style sheet and fonts from here and nothing from anywhere else; it has no script.
const PAGE_POLICY: &str =
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// One operation of the description.
pub(crate) struct Described<'a> {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) operation: &'a Operation,
}

/// The routes that serve the description.
pub(crate) fn reference(document: OpenApi) -> Router {
    let document = completed(document);
    // A document of our own types always serialises; an empty object is the honest answer if it ever should not.
    let json = Arc::<str>::from(document.to_json().unwrap_or_else(|_| "{}".to_owned()));
    let html = Arc::<str>::from(page::render(&document));
    Router::new()
        .route("/openapi.json", get(move |_: Anyone| answer("application/json", json.clone())))
        .route("/docs/api", get(move |_: Anyone| answer("text/html; charset=utf-8", html.clone())))
}

async fn answer(content_type: &'static str, body: Arc<str>) -> Response {
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY)),
    ];
    (headers, Bytes::copy_from_slice(body.as_bytes())).into_response()
}

/// Adds what the routes do not say themselves: the name, and what a caller needs.
fn completed(mut document: OpenApi) -> OpenApi {
    document.info = Info::new("AxonFlow governance API", env!("CARGO_PKG_VERSION"));
    document.info.description =
        Some("Decides what AI systems may do, holds risky calls for a human, and keeps a verifiable record.".to_owned());
    let mut basic = Http::new(HttpAuthScheme::Basic);
    basic.description = Some("Client id and secret of an API key. Organisation and workspace follow from the key alone.".to_owned());
    document.components.get_or_insert_with(Components::new).security_schemes.insert(SCHEME.to_owned(), SecurityScheme::Http(basic).into());
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations_of_mut(item) {
            operation.security = match table::needs(method, path) {
                Some(Needs::Anyone) => Some(Vec::new()),
                Some(Needs::AnyClient) | None => Some(vec![SecurityRequirement::new(SCHEME, Vec::<String>::new())]),
                Some(Needs::Permission(permission)) => Some(vec![SecurityRequirement::new(SCHEME, [permission.as_str()])]),
            };
        }
    }
    document
}

/// Every operation, by path and method.
pub(crate) fn operations(document: &OpenApi) -> Vec<Described<'_>> {
    let all = document.paths.paths.iter().flat_map(|(path, item)| {
        let each = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("PATCH", &item.patch), ("DELETE", &item.delete)];
        each.into_iter().filter_map(|(method, operation)| Some(Described { method, path: path.clone(), operation: operation.as_ref()? }))
    });
    all.collect()
}

fn operations_of_mut(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let each = [
        ("GET", item.get.as_mut()),
        ("POST", item.post.as_mut()),
        ("PUT", item.put.as_mut()),
        ("PATCH", item.patch.as_mut()),
        ("DELETE", item.delete.as_mut()),
    ];
    each.into_iter().filter_map(|(method, operation)| Some((method, operation?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::described;

    #[test]
    fn every_operation_says_what_it_needs_and_what_it_answers() {
        let document = completed(described().into_openapi());

        let operations = operations(&document);

        assert_eq!(operations.len(), 120);
        for Described { method, path, operation } in operations {
            assert!(operation.security.is_some(), "{method} {path}");
            assert!(operation.summary.as_ref().is_some_and(|summary| summary.ends_with(['.', ';'])), "{method} {path}");
            assert!(!operation.responses.responses.is_empty(), "{method} {path}");
        }
    }

    #[test]
    fn the_page_names_every_path_and_loads_nothing_from_elsewhere() {
        let document = completed(described().into_openapi());

        let html = page::render(&document);

        for Described { path, .. } in operations(&document) {
            assert!(html.contains(&path), "{path}");
        }
        assert!(!html.contains("<script") && !html.contains("http://") && !html.contains("https://") && !html.contains("style="));
    }
}
