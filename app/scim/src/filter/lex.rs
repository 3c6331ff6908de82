use crate::{Problem, Result};

/// A piece of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    OpenList,
    CloseList,
    Word(String),
    Text(String),
}

/// Cuts a filter into pieces. Between quotes stands a JSON string.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = match first {
            ' ' | '\t' | '\r' | '\n' => after(rest, 1),
            '(' => push(&mut found, Token::Open, after(rest, 1)),
            ')' => push(&mut found, Token::Close, after(rest, 1)),
            '[' => push(&mut found, Token::OpenList, after(rest, 1)),
            ']' => push(&mut found, Token::CloseList, after(rest, 1)),
            '"' => {
                let (value, rest) = quoted(rest)?;
                push(&mut found, Token::Text(value), rest)
            }
            _ => {
                let end = rest.find([' ', '\t', '\r', '\n', '(', ')', '[', ']', '"']).unwrap_or(rest.len());
                let (word, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
                push(&mut found, Token::Word(word.to_owned()), rest)
            }
        };
    }
    Ok(found)
}

fn push<'t>(found: &mut Vec<Token>, token: Token, rest: &'t str) -> &'t str {
    found.push(token);
    rest
}

fn after(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or_default()
}

/// The JSON string at the start, and what follows it.
fn quoted(text: &str) -> Result<(String, &str)> {
    let mut strings = serde_json::Deserializer::from_str(text).into_iter::<String>();
    let value = strings.next().and_then(Result::ok).filter(|value| !value.contains('\0'));
    let value = value.ok_or_else(|| Problem::InvalidFilter.because("a value between quotes is not a JSON string"))?;
    let end = strings.byte_offset();
    Ok((value, after(text, end)))
}
