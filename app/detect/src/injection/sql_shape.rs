use crate::fold::{Deriving, Mapped};

/// A value with comments and blanks evened out, as a database would read it.
pub(crate) struct Normal {
    /// Comments became one blank.
    pub(crate) spaced: Mapped<'static>,
    /// Comments vanished; only there when one stood inside a word.
    pub(crate) joined: Option<Mapped<'static>>,
}

/// Evens out comments and blanks. The inside of `/*! .. */`, which MySQL runs, is kept.
pub(crate) fn normal(value: &Mapped<'_>) -> Normal {
    let spaced = without_comments(value, Some(' '));
    let joined = splits_a_word(value.text.as_bytes()).then(|| without_comments(value, None));
    Normal { spaced, joined }
}

/// Whether the text reads as a statement of its own, so that SQL words in it are no surprise.
pub(crate) fn is_statement(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let starts = std::iter::once(0).chain(lower.match_indices([':', '`', '\n', '.', '?']).map(|(at, _)| at + 1));
    starts.take(64).any(|at| lower.get(at..).is_some_and(|rest| opens_statement(rest.trim_start_matches([' ', '`', '\n', '(', '"']))))
}

fn opens_statement(rest: &str) -> bool {
    const OPENERS: [&str; 27] = [
        "select ",
        "select\n",
        "select*",
        "with ",
        "insert into ",
        "insert overwrite ",
        "update ",
        "delete from ",
        "create ",
        "alter ",
        "drop ",
        "merge ",
        "explain ",
        "replace into ",
        "call ",
        "grant ",
        "truncate ",
        "show ",
        "describe ",
        "values ",
        "values(",
        "from ",
        "where ",
        "pragma ",
        "use ",
        "set ",
        "comment on ",
    ];
    OPENERS.iter().any(|opener| rest.starts_with(opener))
}

/// `un/**/ion`: a comment with a letter on both sides.
fn splits_a_word(bytes: &[u8]) -> bool {
    let mut from = 0;
    while let Some(open) = find(bytes, from, b"/*") {
        let Some(close) = find(bytes, open + 2, b"*/") else { return false };
        let before = open.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_alphabetic);
        if before && bytes.get(close + 2).is_some_and(u8::is_ascii_alphabetic) {
            return true;
        }
        from = close + 2;
    }
    false
}

fn find(bytes: &[u8], from: usize, what: &[u8; 2]) -> Option<usize> {
    bytes.get(from..)?.windows(2).position(|w| w == what).map(|at| from + at)
}

fn without_comments(value: &Mapped<'_>, instead: Option<char>) -> Mapped<'static> {
    let text: &str = &value.text;
    let bytes = text.as_bytes();
    let mut out = Deriving::from(value);
    let last_close = bytes.windows(2).rposition(|w| w == b"*/").unwrap_or(0);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let (seen, end) = match c {
            // Looking for an end that is not there, once per opening, would take quadratic time.
            '/' if bytes.get(at + 1) == Some(&b'*') && (at < last_close || bytes.get(at + 2) == Some(&b'!')) => {
                match comment_end(bytes, at) {
                    Some(end) => (instead, end),
                    None => (Some(c), at + 1),
                }
            }
            '*' if bytes.get(at + 1) == Some(&b'/') => (instead, at + 2),
            c if c.is_whitespace() => (Some(' '), at + c.len_utf8()),
            c => (Some(c), at + c.len_utf8()),
        };
        if let Some(seen) = seen.filter(|seen| *seen != ' ' || out.last() != Some(b' ')) {
            out.push(seen, at, end);
        }
        at = end;
    }
    out.finish()
}

/// The end of the comment that opens here; of a versioned one only its opening goes. An open comment stays,
/// since it cuts the rest of the query off.
fn comment_end(bytes: &[u8], open: usize) -> Option<usize> {
    if bytes.get(open + 2) == Some(&b'!') {
        let digits = bytes.iter().skip(open + 3).take_while(|b| b.is_ascii_digit()).count();
        return Some(open + 3 + digits);
    }
    find(bytes, open + 2, b"*/").map(|close| close + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_blanks_or_vanish() {
        let value = Mapped::plain("UN/**/ION  /*!50000SELECT*/ 1/*");

        let normal = normal(&value);

        assert_eq!(normal.spaced.text, "UN ION SELECT 1/*");
        assert_eq!(normal.joined.map(|m| m.text.into_owned()).as_deref(), Some("UNION SELECT 1/*"));
    }

    #[test]
    fn statements_are_told_from_fragments() {
        assert!(is_statement("Explain: SELECT a FROM b"));
        assert!(is_statement("with x as (select 1) select 2"));
        assert!(!is_statement("1 union select 2"));
        assert!(!is_statement("please select one"));
    }
}
