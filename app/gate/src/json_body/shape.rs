/// SDKs nest a handful of levels; every level costs stack in whatever reads the value later.
const MAX_DEPTH: usize = 64;

/// Counts brackets outside of texts, before anything is built from them.
pub(super) fn check_depth(bytes: &[u8]) -> Result<(), String> {
    let mut depth = 0_usize;
    let mut in_text = false;
    let mut escaped = false;
    for byte in bytes {
        match (in_text, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => in_text = !in_text,
            (false, b'[' | b'{') => depth += 1,
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(format!("The body is nested deeper than {MAX_DEPTH} levels."));
        }
    }
    Ok(())
}
