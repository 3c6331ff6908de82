/// What a piece of a module is, as the style sheet's class; nothing for plain text.
pub(super) type Piece = (Option<&'static str>, String);

const WORDS: [&str; 16] =
    ["package", "import", "default", "if", "else", "contains", "in", "not", "some", "every", "with", "as", "true", "false", "null", "set"];

/// A module line by line, each in pieces of one colour. It is for the eye only: what does not fit any rule is plain text.
pub(super) fn paint(source: &str) -> Vec<Vec<Piece>> {
    let mut is_raw = false;
    source.split('\n').map(|line| paint_line(line, &mut is_raw)).collect()
}

/// `is_raw` says whether a text between backticks goes on over the end of the line.
fn paint_line(line: &str, is_raw: &mut bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let (class, length) = if *is_raw { raw(rest, 0, is_raw) } else { next(rest, is_raw) };
        let (piece, after) = rest.split_at(length);
        match pieces.last_mut() {
            Some((same, text)) if *same == class => text.push_str(piece),
            _ => pieces.push((class, piece.to_owned())),
        }
        rest = after;
    }
    pieces
}

fn next(rest: &str, is_raw: &mut bool) -> (Option<&'static str>, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    if first == '#' {
        return (Some("c"), rest.len());
    }
    if first == '"' {
        return (Some("s"), quoted(rest));
    }
    if first == '`' {
        *is_raw = true;
        return raw(rest, 1, is_raw);
    }
    if first.is_ascii_digit() {
        return (Some("n"), run(rest, |c| c.is_ascii_digit() || c == '.'));
    }
    if first.is_alphabetic() || first == '_' {
        let length = run(rest, |c| c.is_alphanumeric() || c == '_' || c == '.');
        let is_word = rest.get(..length).is_some_and(|word| WORDS.contains(&word));
        return (is_word.then_some("k"), length);
    }
    (None, first.len_utf8())
}

fn raw(rest: &str, from: usize, is_raw: &mut bool) -> (Option<&'static str>, usize) {
    let end = rest.get(from..).and_then(|tail| tail.find('`')).map(|at| from + at + 1);
    *is_raw = end.is_none();
    (Some("s"), end.unwrap_or(rest.len()))
}

/// Up to the closing quote, which a backslash before it does not close.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

fn run(rest: &str, fits: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !fits(c)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[&[(&str, &str)]]) {
        let painted = paint(source);
        let painted: Vec<Vec<(&str, &str)>> =
            painted.iter().map(|line| line.iter().map(|(class, text)| (class.unwrap_or(""), text.as_str())).collect()).collect();

        assert_eq!(painted, expected);
    }

    #[test]
    fn words_texts_numbers_and_comments_have_their_colour() {
        check(
            "deny contains \"a \\\" b\" if x > 500 # why",
            &[&[
                ("", "deny "),
                ("k", "contains"),
                ("", " "),
                ("s", "\"a \\\" b\""),
                ("", " "),
                ("k", "if"),
                ("", " x > "),
                ("n", "500"),
                ("", " "),
                ("c", "# why"),
            ]],
        );
    }

    #[test]
    fn a_raw_text_goes_on_over_lines_and_nothing_is_lost() {
        check("a := `x\n\ny` + ü", &[&[("", "a := "), ("s", "`x")], &[], &[("s", "y`"), ("", " + ü")]]);
        let odd = "\"open\n`";
        let again: Vec<String> = paint(odd).into_iter().map(|line| line.into_iter().map(|(_, text)| text).collect()).collect();

        assert_eq!(again.join("\n"), odd);
    }
}
