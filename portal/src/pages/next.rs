/// `next` when it is a plain path of this portal; anything that a browser might read as another host is dropped.
pub(crate) fn own_page(next: &str) -> Option<&str> {
    let plain = next.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.'));
    let ours = ["/o/", "/account", "/invite/"].iter().any(|start| next.starts_with(start));
    (plain && ours && !next.contains("//") && !next.contains("..")).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_pages_are_returned_to() {
        assert_eq!(own_page("/o/acme/approvals/018f"), Some("/o/acme/approvals/018f"));
        assert_eq!(own_page("/invite/AbC-_9"), Some("/invite/AbC-_9"));
        for foreign in ["", "/", "//evil.example", "https://evil.example", "/\\evil.example", "/o/..//evil", "/o/a?x=1", "/signin"] {
            assert_eq!(own_page(foreign), None, "{foreign}");
        }
    }
}
