//! Functions whose result can be larger than what they are given, with a ceiling.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use anyhow::{Context, Result, bail};
use regex::{Regex, RegexBuilder};
use regorus::Value;

use super::print;

/// The longest text that a function makes; no call carries a longer one.
pub(super) const LONGEST_TEXT: usize = 1 << 20;
/// The longest list that a function makes.
const LONGEST_LIST: usize = 10_000;
/// Compiled expressions that are kept.
const KEPT: usize = 256;

fn text(arguments: &[Value], at: usize) -> Result<&str> {
    Ok(arguments.get(at).context("an argument is missing")?.as_string()?)
}

/// Refuses before anything of that size is made.
fn expect_text(bytes: usize) -> Result<()> {
    if bytes > LONGEST_TEXT { bail!("the text becomes longer than {LONGEST_TEXT} bytes") } else { Ok(()) }
}

pub(super) fn concat(arguments: &[Value]) -> Result<Value> {
    let separator = text(arguments, 0)?;
    let parts: Vec<&str> = match arguments.get(1) {
        Some(Value::Array(parts)) => parts.iter().map(|part| Ok(part.as_string()?.as_ref())).collect::<Result<_>>()?,
        Some(Value::Set(parts)) => parts.iter().map(|part| Ok(part.as_string()?.as_ref())).collect::<Result<_>>()?,
        _ => bail!("concat joins a list or set of texts"),
    };
    let bytes = parts.iter().map(|part| part.len()).sum::<usize>().saturating_add(separator.len().saturating_mul(parts.len()));
    expect_text(bytes)?;
    Ok(Value::from(parts.join(separator)))
}

pub(super) fn replace(arguments: &[Value]) -> Result<Value> {
    replaced(text(arguments, 0)?, text(arguments, 1)?, text(arguments, 2)?).map(Value::from)
}

pub(super) fn replace_n(arguments: &[Value]) -> Result<Value> {
    let pairs = arguments.first().context("an argument is missing")?.as_object()?;
    let mut out = text(arguments, 1)?.to_owned();
    for (old, new) in pairs.iter() {
        out = replaced(&out, old.as_string()?, new.as_string()?)?;
    }
    Ok(Value::from(out))
}

fn replaced(whole: &str, old: &str, new: &str) -> Result<String> {
    if !old.is_empty() || !new.is_empty() {
        expect_text(whole.len().saturating_add(whole.matches(old).count().saturating_mul(new.len())))?;
    }
    Ok(whole.replace(old, new))
}

pub(super) fn regex_replace(arguments: &[Value]) -> Result<Value> {
    let (whole, with) = (text(arguments, 0)?, text(arguments, 2)?);
    let regex = compiled(text(arguments, 1)?)?;
    let hits = regex.find_iter(whole).count();
    // A `$1` stands for at most the whole text.
    let each = with.len().saturating_add(with.matches('$').count().saturating_mul(whole.len()));
    expect_text(whole.len().saturating_add(hits.saturating_mul(each)))?;
    Ok(Value::from(regex.replace_all(whole, with).into_owned()))
}

/// Patterns stand in the module, so the same few come again and again.
fn compiled(source: &str) -> Result<Regex> {
    static SEEN: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = seen.get(source) {
        return Ok(regex.clone());
    }
    let regex =
        RegexBuilder::new(source).size_limit(2 << 20).build().map_err(|_| anyhow::anyhow!("the expression is not valid or too large"))?;
    if seen.len() >= KEPT {
        seen.clear();
    }
    seen.insert(source.to_owned(), regex.clone());
    Ok(regex)
}

pub(super) fn array_concat(arguments: &[Value]) -> Result<Value> {
    let list = |at: usize| arguments.get(at).context("an argument is missing")?.as_array();
    let joined: Vec<Value> = list(0)?.iter().chain(list(1)?.iter()).take(LONGEST_LIST + 1).cloned().collect();
    expect_list(joined.len())?;
    Ok(Value::from(joined))
}

pub(super) fn range(arguments: &[Value]) -> Result<Value> {
    let end = |at: usize| arguments.get(at).context("an argument is missing")?.as_i64();
    let (from, to) = (end(0)?, end(1)?);
    expect_list(usize::try_from(from.abs_diff(to)).unwrap_or(usize::MAX))?;
    let up: Vec<Value> = if from <= to { (from..=to).map(Value::from).collect() } else { (to..=from).rev().map(Value::from).collect() };
    Ok(Value::from(up))
}

fn expect_list(entries: usize) -> Result<()> {
    if entries > LONGEST_LIST { bail!("the list becomes longer than {LONGEST_LIST} entries") } else { Ok(()) }
}

pub(super) fn sprintf(arguments: &[Value]) -> Result<Value> {
    let values = arguments.get(1).context("an argument is missing")?.as_array()?;
    let values: Vec<&Value> = values.iter().collect();
    print::sprintf(text(arguments, 0)?, &values).map(Value::from)
}
