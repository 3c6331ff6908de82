//! A plain scanner to compare with: what a list of patterns costs when one automaton looks for all of them.

use regex_automata::{
    meta::{Config, Regex},
    util::syntax,
};

/// A plain scanner: one automaton for all patterns, with ASCII boundaries, since a Unicode one makes it fifty times slower.
pub(crate) fn scanner(patterns: &[&str], ignores_case: bool) -> Regex {
    let syntax = syntax::Config::new().unicode(false).utf8(false).case_insensitive(ignores_case);
    let built = Regex::builder().syntax(syntax).configure(Config::new().utf8_empty(false)).build_many(patterns);
    match built {
        Ok(regex) => regex,
        Err(error) => unreachable!("the patterns are constant: {error}"),
    }
}
