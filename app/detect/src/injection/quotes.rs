/// How a text uses quotation marks as SQL would read them.
pub(crate) struct Quotes {
    /// The same length as the text, with the insides of literals blanked.
    pub(crate) masked: String,
    /// The insides of literals.
    pub(crate) literals: Vec<(usize, usize)>,
    /// Every literal is closed and none touches a word, and no bracket closes that did not open: what a
    /// whole query looks like, and what a payload that breaks out of one does not.
    pub(crate) is_clean: bool,
}

/// Reads literals from the left. An apostrophe inside a word is no quotation mark.
pub(crate) fn read(text: &str) -> Quotes {
    let bytes = text.as_bytes();
    let mut masked = bytes.to_vec();
    let mut literals = Vec::new();
    let mut is_clean = true;
    let mut depth = 0_i32;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\'' | b'"' | b'`' if !is_apostrophe(bytes, at) => {
                let Some(end) = close(bytes, at, *byte) else {
                    is_clean = false;
                    break;
                };
                is_clean &= !touches(bytes, at, end);
                literals.push((at + 1, end));
                masked.iter_mut().take(end).skip(at + 1).for_each(|b| *b = b'x');
                at = end;
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        is_clean &= depth >= 0;
        at += 1;
    }
    let masked = String::from_utf8(masked).unwrap_or_else(|_| text.to_owned());
    Quotes { masked, literals, is_clean }
}

/// `don't`, `Ann's`, `they'll`, `D'Angelo`.
fn is_apostrophe(bytes: &[u8], at: usize) -> bool {
    let letters = |b: &&u8| b.is_ascii_alphabetic();
    let before = bytes.iter().take(at).rev().take(2).take_while(letters).count();
    let after = bytes.get(at + 1..).unwrap_or_default();
    let length = after.iter().take(3).take_while(letters).count();
    let is_ending = [&b"s"[..], b"t", b"d", b"m", b"ll", b"re", b"ve"].contains(&after.get(..length).unwrap_or_default());
    let is_closed = matches!(after.get(length), Some(b'\'' | b'"'));
    bytes.get(at) == Some(&b'\'') && before > 0 && !is_closed && (is_ending || (before == 1 && length == 3))
}

fn close(bytes: &[u8], open: usize, quote: u8) -> Option<usize> {
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'\\' {
            at += 1;
        } else if *byte == quote {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Whether a word touches the literal from outside. Prefixes such as `N'..'` do not count.
fn touches(bytes: &[u8], open: usize, end: usize) -> bool {
    let before = open.checked_sub(1).and_then(|i| bytes.get(i)).copied();
    let earlier = open.checked_sub(2).and_then(|i| bytes.get(i)).copied();
    let is_prefix = matches!(before, Some(b'n' | b'N' | b'x' | b'X' | b'b' | b'B' | b'e' | b'E' | b'r' | b'R'))
        && !earlier.is_some_and(|b| b.is_ascii_alphanumeric());
    let is_word = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
    (is_word(before) && !is_prefix) || is_word(bytes.get(end + 1).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, masked: &str, is_clean: bool) {
        let quotes = read(text);

        assert_eq!((quotes.masked.as_str(), quotes.is_clean), (masked, is_clean), "{text}");
    }

    #[test]
    fn whole_queries_are_clean_and_breaking_payloads_are_not() {
        check("a = 'b c' or d = N'e'", "a = 'xxx' or d = N'x'", true);
        check("don't say 'no'", "don't say 'xx'", true);
        check("' or 1=1", "' or 1=1", false);
        check("1' or '1'='1", "1'xxxx'1'x'1", false);
        check("1) or (2=2", "1) or (2=2", false);
    }
}
