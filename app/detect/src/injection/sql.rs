use crate::{Finding, Kind, SqlTechnique, fold::Mapped};

use super::{
    quotes,
    sql_rules::{BREAKING, FRAGMENT, STATEMENT},
    sql_shape::{is_statement, normal},
};

/// Finds SQL injection in one value.
pub(crate) fn find(value: &Mapped<'_>, report: &mut dyn FnMut(&Mapped<'_>, Finding)) {
    let normal = normal(value);
    let is_commented = hides_behind_comments(&value.text);
    for layer in std::iter::once(&normal.spaced).chain(&normal.joined) {
        for finding in judge(&layer.text) {
            report(layer, finding);
            if is_commented {
                let kind = Kind::SqlInjection(SqlTechnique::CommentObfuscation);
                report(layer, Finding { kind, confidence: 88, ..finding });
            }
        }
    }
}

fn hides_behind_comments(text: &str) -> bool {
    text.contains("/**/") || text.contains("/*!") || text.contains("*/")
}

/// A whole query may say what a fragment may not; what breaks out of its quotation marks is a fragment.
fn judge(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let quotes = quotes::read(text);
    let is_fragment = !is_statement(text);
    if !quotes.is_clean {
        BREAKING.find(text, &mut found);
        FRAGMENT.find(text, &mut found);
        STATEMENT.find(text, &mut found);
        return found;
    }
    STATEMENT.find(&quotes.masked, &mut found);
    if is_fragment {
        FRAGMENT.find(&quotes.masked, &mut found);
    }
    for (start, end) in quotes.literals {
        let Some(inside) = text.get(start..end).filter(|inside| inside.len() >= 4) else { continue };
        let from = found.len();
        BREAKING.find(inside, &mut found);
        FRAGMENT.find(inside, &mut found);
        found.iter_mut().skip(from).for_each(|finding| {
            finding.start += start;
            finding.end += start;
        });
    }
    found
}
