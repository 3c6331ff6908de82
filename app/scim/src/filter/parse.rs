use super::{Filter, Literal, Operator, lex::Token, lex::tokens};
use crate::{AttrPath, Error, Problem, Result};

/// A longer filter is refused.
const LONGEST_BYTES: usize = 8 * 1024;
/// Deeper nesting is refused.
const DEEPEST: usize = 24;
/// More comparisons are refused.
const MOST_TESTS: usize = 200;

impl Filter {
    /// Reads a filter; operators and words in any case, values also without quotes (Entra's documentation shows that).
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > LONGEST_BYTES {
            return Err(refused("the filter is longer than 8 KiB"));
        }
        let mut parser = Parser { tokens: tokens(text)?.into_iter().peekable(), tests: 0 };
        let filter = parser.either(0)?;
        match parser.tokens.next() {
            None => Ok(filter),
            Some(_) => Err(refused("something follows the end of the filter")),
        }
    }
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    tests: usize,
}

impl Parser {
    fn either(&mut self, depth: usize) -> Result<Filter> {
        let mut left = self.both(depth)?;
        while self.take_word("or") {
            left = Filter::Or(Box::new(left), Box::new(self.both(depth)?));
        }
        Ok(left)
    }

    fn both(&mut self, depth: usize) -> Result<Filter> {
        let mut left = self.one(depth)?;
        while self.take_word("and") {
            left = Filter::And(Box::new(left), Box::new(self.one(depth)?));
        }
        Ok(left)
    }

    fn one(&mut self, depth: usize) -> Result<Filter> {
        if depth > DEEPEST {
            return Err(refused("the filter is nested too deeply"));
        }
        if self.take(&Token::Open) {
            return self.closed(depth, &Token::Close);
        }
        let Some(Token::Word(word)) = self.tokens.next() else { return Err(refused("an attribute is missing")) };
        if word.eq_ignore_ascii_case("not") && self.take(&Token::Open) {
            return Ok(Filter::Not(Box::new(self.closed(depth, &Token::Close)?)));
        }
        self.tests += 1;
        if self.tests > MOST_TESTS {
            return Err(refused("the filter has too many comparisons"));
        }
        let path = AttrPath::parse(&word).map_err(|_| refused("an attribute cannot be read"))?;
        if self.take(&Token::OpenList) { self.within(path, depth) } else { self.test(path) }
    }

    fn closed(&mut self, depth: usize, end: &Token) -> Result<Filter> {
        let inner = self.either(depth + 1)?;
        if self.take(end) { Ok(inner) } else { Err(refused("a bracket is not closed")) }
    }

    /// `emails[type eq "work"]`, and Entra's `emails[type eq "work"].value eq "a@b.example"`.
    fn within(&mut self, path: AttrPath, depth: usize) -> Result<Filter> {
        let inner = self.closed(depth, &Token::CloseList)?;
        let sub = self.tokens.next_if(|token| matches!(token, Token::Word(word) if word.starts_with('.')));
        let Some(Token::Word(sub)) = sub else { return Ok(Filter::Within(path, Box::new(inner))) };
        let sub = AttrPath::parse(sub.trim_start_matches('.')).map_err(|_| refused("an attribute cannot be read"))?;
        let test = self.test(sub)?;
        Ok(Filter::Within(path, Box::new(Filter::And(Box::new(inner), Box::new(test)))))
    }

    fn test(&mut self, path: AttrPath) -> Result<Filter> {
        if self.take_word("pr") {
            return Ok(Filter::Present(path));
        }
        let operator = match self.tokens.next() {
            Some(Token::Word(word)) => Operator::parse(&word),
            _ => None,
        };
        let operator = operator.ok_or_else(|| refused("an operator is missing or unknown"))?;
        let literal = match self.tokens.next() {
            Some(Token::Text(text)) => Literal { text, quoted: true },
            Some(Token::Word(text)) if !text.contains('\0') => Literal { text, quoted: false },
            _ => return Err(refused("a value is missing")),
        };
        Ok(Filter::Compare(path, operator, literal))
    }

    fn take(&mut self, wanted: &Token) -> bool {
        self.tokens.next_if_eq(wanted).is_some()
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        self.tokens.next_if(|token| matches!(token, Token::Word(word) if word.eq_ignore_ascii_case(wanted))).is_some()
    }
}

fn refused(detail: &str) -> Error {
    Problem::InvalidFilter.because(detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(name: &str, operator: Operator, text: &str, quoted: bool) -> Filter {
        Filter::Compare(AttrPath::parse(name).unwrap(), operator, Literal { text: text.into(), quoted })
    }

    #[test]
    fn and_binds_closer_than_or_and_brackets_closer_than_both() {
        let [a, b, c] = ["a", "b", "c"].map(|name| compare(name, Operator::Equal, "1", false));

        let plain = Filter::parse("a eq 1 or b eq 1 and c eq 1").unwrap();
        let grouped = Filter::parse("(a eq 1 OR b Eq 1) AND c EQ 1").unwrap();

        assert_eq!(plain, Filter::Or(a.clone().into(), Filter::And(b.clone().into(), c.clone().into()).into()));
        assert_eq!(grouped, Filter::And(Filter::Or(a.into(), b.into()).into(), c.into()));
    }

    #[test]
    fn values_keep_what_was_written() {
        assert_eq!(
            Filter::parse(r#"userName eq "O'Brien \"É\" \u00e9""#).unwrap(),
            compare("userName", Operator::Equal, "O'Brien \"É\" é", true)
        );
        assert_eq!(Filter::parse("userName eq bob@x.example").unwrap(), compare("userName", Operator::Equal, "bob@x.example", false));
    }

    #[test]
    fn a_list_is_asked_for_one_value_that_meets_everything() {
        let work = compare("type", Operator::Equal, "work", true);
        let value = compare("value", Operator::Equal, "a@b", true);
        let emails = AttrPath::parse("emails").unwrap();

        assert_eq!(Filter::parse(r#"emails[type eq "work"]"#).unwrap(), Filter::Within(emails.clone(), work.clone().into()));
        let expected = Filter::Within(emails, Filter::And(work.into(), value.into()).into());
        assert_eq!(Filter::parse(r#"emails[type eq "work"].value eq "a@b""#).unwrap(), expected);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let deep = format!("{}a pr{}", "(".repeat(500), ")".repeat(500));
        let wide = vec!["a pr"; 10_000].join(" or ");
        for text in [
            "",
            "a",
            "a eq",
            "a xx 1",
            "a eq 1 b",
            "(a eq 1",
            "a eq 1)",
            "a eq \"x",
            "not a eq 1 and",
            "a[b eq 1",
            "a eq \"\\u0000\"",
            "a' or 1 eq 1",
            "--",
            &deep,
            &wide,
        ] {
            assert_eq!(Filter::parse(text).unwrap_err().problem, Problem::InvalidFilter, "{:?}", text.get(..40).unwrap_or(text));
        }
    }
}
