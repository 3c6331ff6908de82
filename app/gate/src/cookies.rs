use axum::http::{HeaderMap, header::COOKIE};

/// Whether the request carries a cookie of this name, whatever its value.
pub(crate) fn carries(headers: &HeaderMap, name: &str) -> bool {
    let pairs = headers.get_all(COOKIE).iter().flat_map(|header| header.as_bytes().split(|byte| *byte == b';'));
    pairs.into_iter().any(|pair| {
        let key = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
        key.trim_ascii() == name.as_bytes()
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(headers: &[&[u8]], expected: bool) {
        let values = headers.iter().map(|value| (COOKIE, HeaderValue::from_bytes(value).unwrap()));

        assert_eq!(carries(&values.collect(), "__Host-axonflow"), expected, "{headers:?}");
    }

    #[test]
    fn a_cookie_is_found_by_its_exact_name() {
        check(&[b"__Host-axonflow=abc"], true);
        check(&[b"theme=dark; __Host-axonflow=abc"], true);
        check(&[b"theme=dark", b"__Host-axonflow=abc"], true);
        check(&[b"__Host-axonflow="], true);
        check(&[b"__Host-axonflow"], true);
        check(&[b"theme=\xff; __Host-axonflow=abc"], true);
        check(&[], false);
        check(&[b"x__Host-axonflow=abc; __Host-axonflows=1; theme=__Host-axonflow=1"], false);
        check(&[b"__host-axonflow=abc"], false);
    }
}
