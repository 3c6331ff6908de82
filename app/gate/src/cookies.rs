//! Cookies of a request, read without belief: what a browser sends may stand there twice.

use axum::http::{HeaderMap, header::COOKIE};

/// The value of the only cookie of this name; of two, nobody knows which one this server set.
pub fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value);
    values.next().filter(|_| values.next().is_none())
}

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

    #[test]
    fn a_value_is_read_when_there_is_one_of_it() {
        let of = |lines: &[&'static str]| {
            let headers: HeaderMap = lines.iter().map(|line| (COOKIE, HeaderValue::from_static(line))).collect();
            value(&headers, "a").map(str::to_owned)
        };

        assert_eq!(of(&["b=2; a=1"]).as_deref(), Some("1"));
        assert_eq!(of(&["a=1", "a=2"]), None);
        assert_eq!(of(&["b=1"]), None);
    }

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
