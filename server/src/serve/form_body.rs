//! Bodies of forms and server functions: read whole, up to a limit, before anything is made of them.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use portal::Posted;

/// The largest body that is read: several times a pasted text at its limit of which every byte is escaped.
const LONGEST: usize = 1024 * 1024;

/// The same request with its body read, or the refusal of one that is too large.
pub(super) async fn read(request: Request) -> Result<Request, Response> {
    let (parts, body) = request.into_parts();
    let refused = || (StatusCode::PAYLOAD_TOO_LARGE, "The form is larger than 1 MiB.").into_response();
    let bytes = to_bytes(body, LONGEST).await.map_err(|_| refused())?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// The form that was posted to a page, and the request without it. It is in the body alone, so no log and no address has it.
pub(super) async fn take_posted(request: Request) -> (Posted, Request) {
    let (parts, body) = request.into_parts();
    let read = to_bytes(body, LONGEST).await;
    let posted = read.map_or(Posted::TooLong, |form| Posted::Form(String::from_utf8_lossy(&form).into_owned()));
    (posted, Request::from_parts(parts, Body::empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn taken(body: String) -> Posted {
        take_posted(Request::new(Body::from(body))).await.0
    }

    #[tokio::test]
    async fn a_posted_form_is_taken_whole_or_not_at_all() {
        assert_eq!(taken("org=acme&text=a%0D%0Ab".to_owned()).await, Posted::Form("org=acme&text=a%0D%0Ab".to_owned()));
        assert_eq!(taken(format!("text={}", "x".repeat(LONGEST))).await, Posted::TooLong);
    }

    #[tokio::test]
    async fn a_body_at_the_limit_is_read_and_a_larger_one_refused() {
        let of = |size: usize| Request::new(Body::from(vec![b'x'; size]));

        let whole = read(of(LONGEST)).await.unwrap();

        assert_eq!(to_bytes(whole.into_body(), LONGEST).await.unwrap().len(), LONGEST);
        assert_eq!(read(of(LONGEST + 1)).await.unwrap_err().status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}
