//! A second detector of SQL injection, slow and obvious, written from the techniques and not from the code. It knows plain
//! payloads that are the whole value of a parameter; whatever it claims must be found.

/// What follows the value that a query expected: `N` is a number, `=N` the same number again, `W` a name, `=W` the same name
/// again, `L` a list of columns.
const BODIES: [&str; 18] = [
    "or N = =N",
    "and N = =N",
    "or ' W ' = ' =W",
    "union select L from W",
    "union all select L from W",
    "union distinct select L from W",
    "; drop table W",
    "; truncate table W",
    "; delete from W",
    "; insert into W values ( N )",
    "; update W set W = N",
    "and sleep ( N )",
    "or sleep ( N )",
    "and benchmark ( N , md5 ( N ) )",
    "; waitfor delay ' N : N : N '",
    "and extractvalue ( N , concat ( N , W ) )",
    "and updatexml ( N , concat ( N , W ) , N )",
    "and exp ( ~ ( select L from W ) )",
];

const NAMES: [&str; 6] = ["users", "accounts", "orders", "items", "customers", "invoices"];

/// Whether the value is a number or an opened literal, one of the bodies, and nothing or a comment sign.
pub(crate) fn is_attack(value: &str) -> bool {
    let words = words_of(value);
    let heads = [words.first().is_some_and(|word| is_number(word)).then_some(1), after_mark(&words)];
    heads.into_iter().flatten().any(|head| BODIES.iter().any(|body| is_whole(body, &words[head..])))
}

/// `x'` or `'`: a literal that the value closes.
fn after_mark(words: &[String]) -> Option<usize> {
    let mark = words.iter().position(|word| word == "'")?;
    let is_plain = mark == 0 || mark == 1 && (is_number(&words[0]) || NAMES.contains(&words[0].as_str()));
    is_plain.then_some(mark + 1)
}

/// Small words, numbers and single signs; blanks are dropped.
fn words_of(value: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut goes_on = false;
    for c in value.chars() {
        let is_word = c.is_ascii_alphanumeric() || c == '_';
        match words.last_mut().filter(|_| goes_on && is_word) {
            Some(word) => word.push(c.to_ascii_lowercase()),
            None if c.is_ascii_whitespace() => {}
            None => words.push(c.to_ascii_lowercase().to_string()),
        }
        goes_on = is_word;
    }
    words
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.len() < 9 && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_whole(body: &str, words: &[String]) -> bool {
    let mut rest = words;
    let (mut number, mut name) = ("", "");
    for part in body.split(' ') {
        if part == "L" {
            let Some(after) = after_list(rest) else { return false };
            rest = after;
            continue;
        }
        let Some((word, after)) = rest.split_first() else { return false };
        let fits = match part {
            "N" => is_number(word),
            "W" => NAMES.contains(&word.as_str()),
            "=N" => word == number,
            "=W" => word == name,
            sign => word == sign,
        };
        if !fits {
            return false;
        }
        match part {
            "N" => number = word,
            "W" => name = word,
            _ => {}
        }
        rest = after;
    }
    // A sign inside the literal that the carrier closes would be text.
    let is_open = body.matches('\'').count() % 2 == 1;
    let tail: String = rest.concat();
    tail.is_empty() || !is_open && (tail == "--" || tail == "#")
}

fn after_list(words: &[String]) -> Option<&[String]> {
    let (first, rest) = words.split_first()?;
    if !(is_number(first) || first == "null" || NAMES.contains(&first.as_str())) {
        return None;
    }
    match rest.split_first() {
        Some((comma, more)) if comma == "," => after_list(more),
        _ => Some(rest),
    }
}
