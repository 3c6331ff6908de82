use model::Invalid;
use policy::Pattern;
use regex::Regex;
use serde::Serialize;

use crate::{Error, Result};

const MOST_INPUTS: usize = 100;
const MOST_BYTES: usize = 10_000;

/// What a pattern does with some texts. Lists are never left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PatternTest {
    /// Whether it would be accepted.
    pub valid: bool,
    /// Why it would not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The pattern.
    pub pattern: String,
    /// The texts.
    pub inputs: Vec<String>,
    /// What happened with each text.
    pub matches: Vec<PatternMatch>,
}

/// What a pattern does with one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PatternMatch {
    /// The text.
    pub input: String,
    /// Whether the pattern occurs in it.
    pub matched: bool,
    /// What its groups caught the first time.
    pub groups: Vec<String>,
}

/// Tries a pattern; nothing is stored, and a pattern that would be refused is an answer, not an error.
pub fn test_pattern(pattern: String, inputs: Vec<String>) -> Result<PatternTest> {
    if inputs.len() > MOST_INPUTS {
        return Err(Invalid::new("inputs", format!("are more than {MOST_INPUTS}")).into());
    }
    if inputs.iter().any(|input| input.len() > MOST_BYTES) {
        return Err(Invalid::new("inputs", format!("hold a text of more than {MOST_BYTES} bytes")).into());
    }
    if let Err(error) = Pattern::parse(&pattern) {
        return Ok(PatternTest { valid: false, error: Some(error.message), pattern, inputs, matches: Vec::new() });
    }
    let regex = Regex::new(&pattern).map_err(Error::broken)?;
    let matches = inputs.iter().map(|input| try_one(&regex, input)).collect();
    Ok(PatternTest { valid: true, error: None, pattern, inputs, matches })
}

fn try_one(regex: &Regex, input: &str) -> PatternMatch {
    let caught = regex.captures(input);
    let groups = caught.iter().flat_map(|caught| caught.iter().skip(1));
    let groups = groups.map(|group| group.map(|found| found.as_str().to_owned()).unwrap_or_default()).collect();
    PatternMatch { input: input.to_owned(), matched: caught.is_some(), groups }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(pattern: &str, inputs: &[&str]) -> Result<PatternTest> {
        test_pattern(pattern.to_owned(), inputs.iter().map(|input| (*input).to_owned()).collect())
    }

    #[test]
    fn groups_of_the_first_match_are_shown() {
        let tested = test(r"(\w+)@(\w+)(x)?", &["ann@home bob@work", "none"]).unwrap();

        assert_eq!(tested.matches.iter().map(|m| m.matched).collect::<Vec<_>>(), [true, false]);
        assert_eq!(tested.matches[0].groups, ["ann", "home", ""]);
    }

    #[test]
    fn a_bad_pattern_is_an_answer() {
        let tested = test("(", &["a"]).unwrap();

        assert!(!tested.valid && tested.matches.is_empty() && tested.error.is_some_and(|why| why.contains("unclosed group")));
    }

    #[test]
    fn too_much_is_refused() {
        assert!(test("a", &[&"a".repeat(MOST_BYTES)]).is_ok());
        assert!(matches!(test("a", &[&"a".repeat(MOST_BYTES + 1)]), Err(Error::Invalid(_))));
        assert!(matches!(test("a", &["a"; MOST_INPUTS + 1]), Err(Error::Invalid(_))));
    }
}
