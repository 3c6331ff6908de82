use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;

/// The longest pattern that is accepted.
const LONGEST_BYTES: usize = 1_000;
/// The compiled size that is accepted: enough for any honest pattern, too little for `(\w{200}){200}`.
const COMPILED_BYTES: usize = 2 << 20;
/// Groups within groups.
const NESTED: u32 = 60;
/// Every class of character once: a pattern that matches nothing somewhere in here matches nothing everywhere.
const PROBE: &str = "aZ é0_ -.,:;/@#'\"()[]{}\n\t";

/// A regular expression, matched in linear time, case-sensitive unless it says `(?i)`.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: Arc<str>,
    /// Compiled when it is first needed; `None` when it cannot be.
    compiled: Arc<OnceLock<Option<Regex>>>,
}

/// A stored pattern cannot be compiled: what it looks for is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotCompiled;

/// Why a pattern was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PatternError {
    /// A sentence for whoever wrote the pattern.
    pub message: String,
    /// The character of the pattern that it is about, from 1, when it is about one.
    pub column: Option<u32>,
}

impl Pattern {
    /// Compiles a pattern; refuses one that is empty, too long, too large, or matches nothing at all.
    pub fn parse(source: &str) -> Result<Self, PatternError> {
        if source.trim().is_empty() {
            return Err(refusal("The pattern is empty."));
        }
        if source.len() > LONGEST_BYTES {
            return Err(refusal(&format!("The pattern is longer than {LONGEST_BYTES} bytes.")));
        }
        let regex = compile(source).map_err(|error| explanation(&error, source))?;
        if regex.is_match("") || regex.find_iter(PROBE).any(|hit| hit.is_empty()) {
            return Err(refusal("The pattern matches the empty text, so it would match every call."));
        }
        Ok(Self { source: Arc::from(source), compiled: Arc::new(OnceLock::from(Some(regex))) })
    }

    /// A pattern that [`Pattern::parse`] accepted when it was saved. Only its syntax is looked at: a large set of them is read in
    /// a fraction of the time, and most texts need few of them. One that cannot be compiled after all refuses the calls that it
    /// could speak for.
    pub fn stored(source: &str) -> Result<Self, PatternError> {
        let is_readable = ParserBuilder::new().nest_limit(NESTED).build().parse(source).is_ok();
        if source.trim().is_empty() || !is_readable {
            return Err(refusal("The pattern is not valid."));
        }
        Ok(Self { source: Arc::from(source), compiled: Arc::default() })
    }

    /// The source as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    fn compiled(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(&self.source).ok()).as_ref()
    }

    /// The compiled expression.
    pub(crate) fn into_regex(self) -> Option<Regex> {
        self.compiled().cloned()
    }

    /// Whether it occurs in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.compiled().is_some_and(|regex| regex.is_match(text))
    }

    /// Every stretch of the text that it matches.
    pub(crate) fn spans(&self, text: &str) -> Result<Vec<Range<usize>>, NotCompiled> {
        let regex = self.compiled().ok_or(NotCompiled)?;
        Ok(regex.find_iter(text).map(|hit| hit.range()).filter(|span| !span.is_empty()).collect())
    }
}

fn compile(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source).size_limit(COMPILED_BYTES).nest_limit(NESTED).build()
}

fn refusal(message: &str) -> PatternError {
    PatternError { message: message.to_owned(), column: None }
}

/// The compiler draws its errors over several lines: the pattern, a mark below where it goes wrong, and what is wrong.
fn explanation(error: &regex::Error, source: &str) -> PatternError {
    if matches!(error, regex::Error::CompiledTooBig(_)) {
        return refusal("The pattern is too large when compiled; use smaller repetitions.");
    }
    let text = error.to_string();
    let last = text.lines().rev().find_map(|line| line.trim().strip_prefix("error: ")).unwrap_or("it cannot be read");
    let mark = text.lines().find(|line| line.contains('^') && line.trim().bytes().all(|byte| matches!(byte, b'^' | b' ')));
    let mark = mark.filter(|_| !source.contains('\n'));
    let column = mark.and_then(|line| u32::try_from(line.find('^')?.checked_sub(INDENT)? + 1).ok());
    PatternError { message: format!("The pattern is not valid: {last}."), column }
}

/// How far the compiler moves the pattern to the right when it draws it.
const INDENT: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let message = Pattern::parse(source).map_or_else(|error| error.message, |_| String::new());

        assert!(message.contains(expected) && message.is_empty() == expected.is_empty(), "{source}: {message}");
    }

    #[test]
    fn patterns_are_refused_with_a_sentence() {
        check(r"(?i)project\s+\w+", "");
        check("", "is empty");
        check("x*", "empty text");
        check(r"\b", "empty text");
        check("(", "unclosed group");
        check(r"(?=x)", "look-around");
        check(r"(\w{200}){200}", "too large");
        check(&"a".repeat(1_001), "longer than");
    }

    #[test]
    fn a_refusal_points_at_the_character() {
        let column = |source: &str| Pattern::parse(source).err().and_then(|error| error.column);

        assert_eq!((column("^über(x"), column("a{2,1}"), column("x*")), (Some(6), Some(2), None));
    }

    #[test]
    fn a_stored_pattern_is_read_or_refused_and_one_that_cannot_be_compiled_says_so() {
        let spans = |source: &str| Pattern::stored(source).map(|pattern| pattern.spans("a heron").map(|spans| spans.len()));

        assert_eq!(spans("her[a-z]n"), Ok(Ok(1)));
        assert_eq!(spans(r"(\w{200}){200}"), Ok(Err(NotCompiled)));
        assert!(spans("(").is_err() && spans(" ").is_err() && spans(r"(?=x)").is_err());
    }

    #[test]
    fn a_hostile_pattern_stays_linear() {
        let Ok(pattern) = Pattern::parse("(a+)+b") else { unreachable!("it is a valid pattern") };

        assert!(!pattern.is_match(&"a".repeat(100_000)));
    }
}
