use crate::{
    fold::{Deriving, Mapped},
    steps::{Step, is_on},
};

/// The shortest run that can carry an attack: `' or 1=1--`, packed.
const SHORTEST: usize = 14;
/// A run with more is a file, not a payload.
const LONGEST: usize = 64 * 1024;

/// Shows the text inside each run of Base64 or hexadecimal digits that decodes to text.
pub(super) fn texts(parent: &Mapped<'_>, visit: &mut dyn FnMut(&Mapped<'_>)) {
    let bytes = parent.text.as_bytes();
    let mut start = 0;
    while let Some(head) = bytes.get(start..start + SHORTEST) {
        // Looking from the far end passes over most words at once.
        if let Some(gap) = head.iter().rposition(|byte| sextet(*byte).is_none()) {
            start += gap + 1;
            continue;
        }
        let rest = bytes.get(start + SHORTEST..).unwrap_or_default();
        let length = SHORTEST + rest.iter().take_while(|byte| sextet(**byte).is_some()).count();
        if length <= LONGEST
            && let Some(inner) = bytes.get(start..start + length).and_then(|run| unpacked(parent, run, start))
        {
            visit(&inner);
            inner.recycle();
        }
        start += length + 1;
    }
}

fn unpacked(parent: &Mapped<'_>, run: &[u8], start: usize) -> Option<Mapped<'static>> {
    if run.iter().all(u8::is_ascii_hexdigit) || run.starts_with(b"0x") {
        return Some(run).filter(|_| is_on(Step::PackedHex)).and_then(|run| from_hex(parent, run, start));
    }
    // A word of one case is a word.
    let has = |test: fn(&u8) -> bool| run.iter().any(test);
    let is_mixed = is_on(Step::PackedBase64) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    is_mixed.then(|| from_base64(parent, run, start)).flatten()
}

fn from_hex(parent: &Mapped<'_>, run: &[u8], start: usize) -> Option<Mapped<'static>> {
    let skip = if run.starts_with(b"0x") { 2 } else { 0 };
    let value = |at: usize| run.get(at).and_then(|digit| char::from(*digit).to_digit(16));
    let byte = |at: usize| u8::try_from(value(at)? * 16 + value(at + 1)?).ok();
    let starts = (skip..run.len() - 1).step_by(2);
    if !starts.clone().take(SHORTEST / 2).all(|at| byte(at).is_some_and(is_text)) {
        return None;
    }
    let mut out = Deriving::from(parent);
    for at in starts {
        out.push(char::from(byte(at).filter(|byte| is_text(*byte))?), start + at, start + at + 2);
    }
    Some(out.finish())
}

fn from_base64(parent: &Mapped<'_>, run: &[u8], start: usize) -> Option<Mapped<'static>> {
    let decoded = |at: usize| {
        let bits = run.iter().skip(at).take(4).fold(0_u32, |bits, byte| bits << 6 | u32::from(sextet(*byte).unwrap_or(0)));
        let taken = run.len().saturating_sub(at).min(4);
        let bits = bits << (6 * (4 - taken));
        [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8].into_iter().take(taken.saturating_sub(1))
    };
    // Most runs are no text, which shows in the first few bytes.
    if !(0..SHORTEST / 4).all(|group| decoded(group * 4).all(is_text)) {
        return None;
    }
    let mut out = Deriving::from(parent);
    for at in (0..run.len()).step_by(4) {
        for byte in decoded(at) {
            out.push(char::from(Some(byte).filter(|byte| is_text(*byte))?), start + at, (start + at + 4).min(start + run.len()));
        }
    }
    Some(out.finish())
}

fn is_text(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t')
}

/// The six bits of a Base64 digit, of the URL alphabet too.
fn sextet(byte: u8) -> Option<u8> {
    static VALUES: [u8; 256] = {
        let mut values = [64_u8; 256];
        let mut byte = 0_usize;
        while byte < 256 {
            values[byte] = match byte as u8 {
                b'A'..=b'Z' => byte as u8 - b'A',
                b'a'..=b'z' => byte as u8 - b'a' + 26,
                b'0'..=b'9' => byte as u8 - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                _ => 64,
            };
            byte += 1;
        }
        values
    };
    VALUES.get(usize::from(byte)).copied().filter(|value| *value < 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut seen = Vec::new();
        texts(&Mapped::plain(text), &mut |inner| seen.push(inner.text.clone().into_owned()));

        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn packed_text_is_shown() {
        check("id=MSBVTklPTiBTRUxFQ1QgYSBGUk9NIGI= x", &["1 UNION SELECT a FROM b"]);
        check("0x27206f7220313d31202d2d", &["' or 1=1 --"]);
        check("27206f7220313d31202d2d20", &["' or 1=1 -- "]);
        check("internationalisation 9496e0b8e5484080a899eb61875cf19c iVBORw0KGgoAAAANSUhEUgAA", &[]);
    }

    #[test]
    fn a_stretch_maps_back_to_whole_groups() {
        let mut seen = (0, 0);
        texts(&Mapped::plain("x MSBVTklPTiBTRUxFQ1QgYSBGUk9NIGI="), &mut |inner| seen = inner.origin(2, 7));

        assert_eq!(seen, (2, 14));
    }
}
