/// The next `N` letters and digits with at most one separator between any two, and where they end.
pub(crate) fn compact<const N: usize>(bytes: &[u8], start: usize) -> Option<([u8; N], usize)> {
    let mut code = [0_u8; N];
    let mut at = start;
    for place in &mut code {
        let is_joint = |b: Option<&u8>| matches!(b, Some(b' ' | b'-' | b'.' | b'/' | b'_' | b':' | b'*'));
        if at > start && is_joint(bytes.get(at)) {
            at += 1;
        }
        *place = *bytes.get(at).filter(|b| b.is_ascii_alphanumeric())?;
        at += 1;
    }
    Some((code, at))
}
