use axum::http::HeaderMap;

/// The trace id of a well-formed W3C `traceparent`; a malformed or repeated one counts as none (TC-65).
pub(super) fn trace_id(headers: &HeaderMap) -> Option<String> {
    let mut all = headers.get_all("traceparent").iter();
    let sent = all.next()?.to_str().ok()?;
    if all.next().is_some() {
        return None;
    }
    parse(sent).map(str::to_owned)
}

fn parse(text: &str) -> Option<&str> {
    let mut parts = text.trim().split('-');
    let (version, trace, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_known = version == "00" && parts.next().is_none();
    let is_later = is_hex(version, 2) && version != "00" && version != "ff";
    let is_good = (is_known || is_later) && is_id(trace, 32) && is_id(parent, 16) && is_hex(flags, 2);
    is_good.then_some(trace)
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_id(text: &str, digits: usize) -> bool {
    is_hex(text, digits) && text.bytes().any(|b| b != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_well_formed_parents_count() {
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        assert_eq!(parse(&format!("00-{trace}-00f067aa0ba902b7-01")), Some(trace));
        assert_eq!(parse(&format!("01-{trace}-00f067aa0ba902b7-01-more")), Some(trace));
        for bad in [
            String::new(),
            trace.to_owned(),
            format!("00-{trace}-00f067aa0ba902b7-01-more"),
            format!("ff-{trace}-00f067aa0ba902b7-01"),
            format!("00-{}-00f067aa0ba902b7-01", trace.to_uppercase()),
            format!("00-{}-00f067aa0ba902b7-01", "0".repeat(32)),
            format!("00-{trace}-0000000000000000-01"),
            format!("00-{trace}-00f067aa0ba902b7-1"),
            format!("00-{trace}é-00f067aa0ba902b7-01"),
        ] {
            assert_eq!(parse(&bad), None, "{bad}");
        }
    }
}
