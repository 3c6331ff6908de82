use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use regorus::Value;

use super::grow::LONGEST_TEXT;

/// `%s`, `%v`, `%d`, `%f`, `%.2f`, `%q`, `%t` and `%%`; any other verb is an error.
pub(super) fn sprintf(format: &str, values: &[&Value]) -> Result<String> {
    let mut out = String::new();
    let mut values = values.iter();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('%') {
            out.push('%');
            rest = after;
        } else {
            let (verb, places, after) = verb(rest)?;
            write_value(&mut out, verb, places, values.next().context("sprintf has more verbs than values")?)?;
            rest = after;
        }
        if out.len() > LONGEST_TEXT {
            bail!("the text becomes longer than {LONGEST_TEXT} bytes");
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// The verb, the decimal places before it, and what comes after it.
fn verb(text: &str) -> Result<(char, Option<usize>, &str)> {
    let digits = text.strip_prefix('.').map(|rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let skip = digits.map_or(0, |digits| digits + 1);
    let places = digits.and_then(|digits| text.get(1..=digits)?.parse().ok()).filter(|places| *places <= 20);
    let after = text.get(skip..).unwrap_or_default();
    let verb = after.chars().next().context("sprintf ends within a verb")?;
    if digits.is_some() && (places.is_none() || verb != 'f') {
        bail!("sprintf knows no such verb");
    }
    Ok((verb, places, after.get(verb.len_utf8()..).unwrap_or_default()))
}

fn write_value(out: &mut String, verb: char, places: Option<usize>, value: &Value) -> Result<()> {
    match (verb, value) {
        ('s' | 'v', Value::String(text)) => out.push_str(text),
        ('q', Value::String(text)) => write!(out, "{:?}", text.as_ref())?,
        ('f', Value::Number(_)) => write!(out, "{:.*}", places.unwrap_or(6), value.as_f64()?)?,
        ('t', Value::Bool(_)) | ('d' | 's' | 'v', Value::Number(_)) | ('s' | 'v', Value::Bool(_) | Value::Null) => write!(out, "{value}")?,
        ('s' | 'v' | 'd' | 'f' | 'q' | 't', _) => bail!("sprintf cannot write such a value with %{verb}"),
        _ => bail!("sprintf knows no verb %{verb}"),
    }
    Ok(())
}
